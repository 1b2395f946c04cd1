import type { UploadKind } from '../../wire/upload.ts';
import type { AccountInput } from './customer-input.ts';

/**
 * JSON Pointer (RFC 6901) into the body of `POST /v1/contracts`, such as `/accounts/0/identifier`. The form and the
 * server share it.
 */
export type FieldPath = string;

/** Error codes by field. */
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
