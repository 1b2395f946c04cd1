import { type CustomerInput, tidyIdentifier, tidyNameKey, tidyPhone } from './customer-input.ts';

/** What the wire takes, still unchecked: tidied text at the wire's places. Files are no text: they are not in here. */
export type Draft = Readonly<
  Record<'customer' | 'signer', unknown> & Partial<Record<'contact' | 'currentSupply', unknown>>
> & { readonly accounts: readonly unknown[] };

const text = (typed: string) => typed.trim() || undefined;
/** Leaves a field out when nothing stands in it. */
const optional = (name: string, typed: string | undefined): Readonly<Record<string, string>> =>
  typed ? { [name]: typed } : {};

/** Puts what was typed into the wire's shape. `state` is the utility's. */
export function draftFrom(input: CustomerInput, state: string): Draft {
  const supply = { ...optional('supplier', text(input.supplier)), ...optional('contractEnd', text(input.contractEnd)) };
  return {
    customer: {
      legalName: text(input.legalName),
      entityType: text(input.entityType),
      taxId: text(input.taxId.replace(/[\s-]/g, '')),
      ...optional('tradeName', text(input.tradeName)),
      ...(!input.billedAtService && { billingAddress: billingAddress(input) }),
    },
    signer: {
      name: text(input.name),
      title: text(input.title),
      email: text(input.email),
      phone: text(tidyPhone(input.phone)),
    },
    ...(!input.signerIsContact && {
      contact: {
        name: text(input.contactName),
        email: text(input.contactEmail),
        phone: text(tidyPhone(input.contactPhone)),
      },
    }),
    ...(Object.keys(supply).length > 0 && { currentSupply: supply }),
    accounts: input.accounts.map((account) => ({
      identifier: text(tidyIdentifier(account.identifier)),
      serviceAddress: {
        street: text(account.street),
        ...optional('unit', text(account.unit)),
        city: text(account.city),
        state,
        postalCode: text(account.postalCode),
      },
      ...(account.annualUsage && { annualUsage: account.annualUsage }),
      ...optional('meterNumber', text(tidyIdentifier(account.meterNumber))),
      ...optional('nameKey', text(tidyNameKey(account.nameKey))),
    })),
  };
}

const billingAddress = (input: CustomerInput) => ({
  street: text(input.billingStreet),
  ...optional('unit', text(input.billingUnit)),
  city: text(input.billingCity),
  state: text(input.billingState)?.toUpperCase(),
  postalCode: text(input.billingPostalCode),
});
