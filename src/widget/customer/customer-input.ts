import type { ServiceAccount } from '../../wire/contract.ts';
import type { Energy } from '../../wire/decimal.ts';
import type { Details } from '../flow.ts';

/** One meter as typed. `key` stays with it while others come and go. */
export interface AccountInput {
  readonly key: number;
  readonly identifier: string;
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly postalCode: string;
  /** From the customer's list; nobody is asked for it by meter. */
  readonly annualUsage?: Energy;
}

/** The customer step as typed, before any tidying. It never leaves the page's memory. */
export interface CustomerInput {
  readonly accounts: readonly AccountInput[];
  readonly legalName: string;
  readonly entityType: string;
  readonly taxId: string;
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
}

export const emptyAccount = (key: number, postalCode: string): AccountInput => ({
  key,
  identifier: '',
  street: '',
  unit: '',
  city: '',
  postalCode,
});

export const emptyInput = (postalCode: string): CustomerInput => ({
  accounts: [emptyAccount(0, postalCode)],
  legalName: '',
  entityType: '',
  taxId: '',
  name: '',
  title: '',
  email: '',
  phone: '',
});

/** What the wire takes, still unchecked: tidied text at the wire's places. */
export type Draft = { readonly [Part in keyof Details]: unknown } & { readonly accounts: readonly unknown[] };

/** Account numbers are printed with spaces and dashes that do not count. */
export const tidyIdentifier = (typed: string): string => typed.replace(/[\s\-–.]/g, '').toUpperCase();

/** @example tidyPhone('(214) 555-0142') // '+12145550142' */
export function tidyPhone(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  if (!digits || typed.trim().startsWith('+')) return digits && `+${digits}`;
  return digits.length === 11 && digits.startsWith('1') ? `+${digits}` : `+1${digits}`;
}

/** @example spokenPhone('2145550142') // '(214) 555-0142'; what is no whole American number stays as typed */
export function spokenPhone(typed: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(tidyPhone(typed)) ?? [];
  return area ? `(${area}) ${exchange}-${line}` : typed;
}

/** @example spokenTaxId('123456789') // '12-3456789'. A sole proprietor's SSN is grouped otherwise: typed dashes stay. */
export const spokenTaxId = (typed: string): string => typed.trim().replace(/^(\d{2})(\d{7})$/, '$1-$2');

/** Puts what was typed into the wire's shape. `state` is the utility's. */
export function draftFrom(input: CustomerInput, state: string): Draft {
  const text = (typed: string) => typed.trim() || undefined;
  return {
    customer: {
      legalName: text(input.legalName),
      entityType: text(input.entityType),
      taxId: text(input.taxId.replace(/[\s-]/g, '')),
    },
    signer: {
      name: text(input.name),
      title: text(input.title),
      email: text(input.email),
      phone: text(tidyPhone(input.phone)),
    },
    accounts: input.accounts.map((account) => ({
      identifier: text(tidyIdentifier(account.identifier)),
      serviceAddress: {
        street: text(account.street),
        ...(account.unit.trim() && { unit: account.unit.trim() }),
        city: text(account.city),
        state,
        postalCode: text(account.postalCode),
      },
      ...(account.annualUsage && { annualUsage: account.annualUsage }),
    })) satisfies readonly { identifier: ServiceAccount['identifier'] | undefined; serviceAddress: unknown }[],
  };
}
