import type { UploadKind } from '../../wire/upload.ts';
import type { AccountInput } from './customer-input.ts';

/** JSON pointer into the contract's body, `/accounts/0/identifier`: how client and server name the same field. */
export type FieldPath = string;

/** What is wrong at which field: a stable code. */
export type FieldErrors = Readonly<Record<FieldPath, string>>;

export type AccountField = Exclude<keyof AccountInput, 'key' | 'annualUsage'>;

export const FILE_FIELD_PATHS: Record<UploadKind, FieldPath> = {
  latest_bill: '/latestBill',
  tax_exemption: '/taxExemption/certificate',
};

const ACCOUNT_LEVEL_FIELDS: readonly AccountField[] = ['identifier', 'meterNumber', 'nameKey'];

/** @example accountPointer(0, 'street') // '/accounts/0/serviceAddress/street' */
export const accountFieldPath = (index: number, field: AccountField): FieldPath =>
  `/accounts/${index}${ACCOUNT_LEVEL_FIELDS.includes(field) ? '' : '/serviceAddress'}/${field}`;

/** Where each text of the form, save those of a meter, stands in the wire's body. */
export const TEXT_FIELD_PATHS = [
  '/customer/legalName',
  '/customer/tradeName',
  '/customer/entityType',
  '/customer/taxId',
  '/customer/billingAddress/street',
  '/customer/billingAddress/unit',
  '/customer/billingAddress/city',
  '/customer/billingAddress/state',
  '/customer/billingAddress/postalCode',
  '/signer/name',
  '/signer/title',
  '/signer/email',
  '/signer/phone',
  '/contact/name',
  '/contact/email',
  '/contact/phone',
  '/currentSupply/supplier',
  '/currentSupply/contractEnd',
] as const;
export type TextFieldPath = (typeof TEXT_FIELD_PATHS)[number];
