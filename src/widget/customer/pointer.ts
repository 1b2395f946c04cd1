import type { AccountInput, CustomerInput } from './customer-input.ts';

/** JSON pointer into the contract's body, `/accounts/0/identifier`: how client and server name the same field. */
export type Pointer = string;

export type AccountField = Exclude<keyof AccountInput, 'key' | 'annualUsage'>;

/** Where an input of the form stands in the wire's body. */
export const pointers: Record<Exclude<keyof CustomerInput, 'accounts'>, Pointer> = {
  legalName: '/customer/legalName',
  entityType: '/customer/entityType',
  taxId: '/customer/taxId',
  name: '/signer/name',
  title: '/signer/title',
  email: '/signer/email',
  phone: '/signer/phone',
};

/** @example accountPointer(0, 'street') // '/accounts/0/serviceAddress/street' */
export const accountPointer = (index: number, field: AccountField): Pointer =>
  `/accounts/${index}${field === 'identifier' ? '' : '/serviceAddress'}/${field}`;
