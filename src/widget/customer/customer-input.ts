import type { Energy } from '../../wire/primitives.ts';
import type { UploadKind } from '../../wire/upload.ts';

export const MAX_ACCOUNTS = 50;

/** One utility account (meter) as typed. */
export interface AccountInput {
  /** Identifies the account. Unlike the index, the key does not change when another account is removed. */
  readonly key: number;
  readonly identifier: string;
  readonly meterNumber: string;
  readonly nameKey: string;
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly postalCode: string;
  /** Known only for imported accounts. The form does not ask for usage by account. */
  readonly annualUsage?: Energy;
}

export interface CheckboxInput {
  /** Whether bills go to the service address of the first account. */
  readonly billedAtService: boolean;
  readonly signerIsContact: boolean;
  readonly exempt: boolean;
  /** Whether another person, the authorized signer, adds the tax ID and signs. See `approval/`. */
  readonly someoneElseSigns?: boolean;
}

/** Input of the customer step as typed, not yet normalized. Kept only in memory. */
export interface CustomerInput extends CheckboxInput {
  /** Empty until the form adds the first account of another location. */
  readonly accounts: readonly AccountInput[];
  /** All text outside the accounts, by field path (see `TEXT_FIELD_PATHS`). Dates are in ISO format: `2027-01-31`. */
  readonly fields: Readonly<Record<string, string>>;
}

export const emptyAccount = (key: number, postalCode: string, city = ''): AccountInput => ({
  key,
  identifier: '',
  meterNumber: '',
  nameKey: '',
  street: '',
  unit: '',
  city,
  postalCode,
});

export const emptyInput = (postalCode: string, contractEnd = '', city?: string): CustomerInput => ({
  accounts: [emptyAccount(0, postalCode, city)],
  fields: { '/currentSupply/contractEnd': contractEnd },
  billedAtService: true,
  signerIsContact: true,
  exempt: false,
});

/**
 * JSON Pointer (RFC 6901) into the body of `POST /v1/contracts`, such as `/accounts/0/identifier`. The form and the
 * server use the same pointers.
 */
export type FieldPath = string;

export type FieldErrors = Readonly<Record<FieldPath, string>>;

export type AccountField = Exclude<keyof AccountInput, 'key' | 'annualUsage'>;

export const FILE_FIELD_PATHS: Record<UploadKind, FieldPath> = {
  latest_bill: '/latestBill',
  tax_exemption: '/taxExemption/certificate',
};

/** All other account fields belong to the account's service address. */
const ACCOUNT_LEVEL_FIELDS: readonly AccountField[] = ['identifier', 'meterNumber', 'nameKey'];

/** @example accountFieldPath(0, 'street') // '/accounts/0/serviceAddress/street' */
export const accountFieldPath = (index: number, field: AccountField): FieldPath =>
  `/accounts/${index}${ACCOUNT_LEVEL_FIELDS.includes(field) ? '' : '/serviceAddress'}/${field}`;
