/** Where each text of the form, save those of a meter, stands in the wire's body. */
export const textPointers = [
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
export type TextPointer = (typeof textPointers)[number];
