import type { UploadKind } from '../../wire/upload.ts';
import type { AccountInput, TextInput } from './customer-input.ts';

/** JSON pointer into the contract's body, `/accounts/0/identifier`: how client and server name the same field. */
export type Pointer = string;

/** What is wrong at which field: a stable code. */
export type Faults = Readonly<Record<Pointer, { readonly code: string }>>;

export type AccountField = Exclude<keyof AccountInput, 'key' | 'annualUsage'>;

/** Where an input of the form stands in the wire's body. */
export const pointers: Record<keyof TextInput, Pointer> = {
  legalName: '/customer/legalName',
  tradeName: '/customer/tradeName',
  entityType: '/customer/entityType',
  taxId: '/customer/taxId',
  billingStreet: '/customer/billingAddress/street',
  billingUnit: '/customer/billingAddress/unit',
  billingCity: '/customer/billingAddress/city',
  billingState: '/customer/billingAddress/state',
  billingPostalCode: '/customer/billingAddress/postalCode',
  name: '/signer/name',
  title: '/signer/title',
  email: '/signer/email',
  phone: '/signer/phone',
  contactName: '/contact/name',
  contactEmail: '/contact/email',
  contactPhone: '/contact/phone',
  supplier: '/currentSupply/supplier',
  contractEnd: '/currentSupply/contractEnd',
};

export const filePointers: Record<UploadKind, Pointer> = {
  latest_bill: '/latestBill',
  tax_exemption: '/taxExemption/certificate',
};

const ofAccount: readonly AccountField[] = ['identifier', 'meterNumber', 'nameKey'];

/** @example accountPointer(0, 'street') // '/accounts/0/serviceAddress/street' */
export const accountPointer = (index: number, field: AccountField): Pointer =>
  `/accounts/${index}${ofAccount.includes(field) ? '' : '/serviceAddress'}/${field}`;
