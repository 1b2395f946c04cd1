import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { customer, serviceAccount, signer } from '../../wire/contract.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Details } from '../flow.ts';
import {
  type AccountInput,
  type CustomerInput,
  draftFrom,
  emptyAccount,
  emptyInput,
  tidyIdentifier,
} from './customer-input.ts';
import { follows } from './identifier-rule.ts';

/** JSON pointer into the contract's body, `/accounts/0/identifier`: how client and server name the same field. */
export type Pointer = string;
/** What is wrong at which field: a stable code, and the server's own words where it gave some. */
export type Faults = Readonly<Record<Pointer, { readonly code: string; readonly detail?: string }>>;

/** The customer step: what was typed, and what is wrong with it, where the customer has been. */
export interface CustomerModel {
  readonly input: ReadonlySignal<CustomerInput>;
  /** The faults to show now: of fields that were left, or of all after a try to go on. */
  readonly faults: ReadonlySignal<Faults>;
  /** Identifiers that look odd under a rule we are not sure of. */
  readonly doubts: ReadonlySignal<ReadonlySet<Pointer>>;
  type(field: Exclude<keyof CustomerInput, 'accounts'>, text: string): void;
  typeAccount(index: number, field: Exclude<keyof AccountInput, 'key'>, text: string): void;
  addAccount(): void;
  removeAccount(index: number): void;
  leave(pointer: Pointer): void;
  /** The checked details, or undefined after marking every fault. */
  finish(): Details | undefined;
}

interface CustomerModelParts {
  /** Where the typing is kept while the customer goes back and forth. */
  readonly held: Signal<CustomerInput | undefined>;
  readonly utility: Utility;
  readonly postalCode: string;
  /** What the server refused the last time; each stands until its field is changed. */
  readonly refused: readonly FieldProblem[];
}

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
export const accountPointer = (index: number, field: Exclude<keyof AccountInput, 'key'>): Pointer =>
  `/accounts/${index}${field === 'identifier' ? '' : '/serviceAddress'}/${field}`;

export function createCustomerModel({ held, utility, postalCode, refused }: CustomerModelParts): CustomerModel {
  const left: Signal<ReadonlySet<Pointer> | 'all'> = signal(refused.length ? 'all' : new Set<Pointer>());
  const server = signal<Faults>(
    Object.fromEntries(refused.map(({ path, code, detail }) => [path, { code, detail }] as const)),
  );
  const blank = emptyInput(postalCode);
  const input = computed(() => held.value ?? blank);
  const checked = computed(() => check(input.value, utility));

  const shown = computed(() => {
    const all: Faults = { ...server.value, ...checked.value.faults };
    const where = left.value;
    return where === 'all' ? all : Object.fromEntries(Object.entries(all).filter(([pointer]) => where.has(pointer)));
  });

  const doubts = computed(() => {
    const { certainty } = utility.identifier;
    return new Set(
      input.value.accounts.flatMap(({ identifier }, index) => {
        const tidy = tidyIdentifier(identifier);
        return tidy && certainty !== 'published' && !follows(tidy, utility.identifier)
          ? [accountPointer(index, 'identifier')]
          : [];
      }),
    );
  });

  const forget = (pointer: Pointer) => {
    const { [pointer]: _, ...others } = server.value;
    server.value = others;
  };
  // Positions shift when a meter goes, so what the server said of positions no longer holds.
  const setAccounts = (accounts: readonly AccountInput[]) => {
    batch(() => {
      held.value = { ...input.value, accounts };
      server.value = Object.fromEntries(
        Object.entries(server.value).filter(([path]) => !path.startsWith('/accounts/')),
      );
    });
  };

  return {
    input,
    faults: shown,
    doubts,
    type(field, text) {
      batch(() => {
        held.value = { ...input.value, [field]: text };
        forget(pointers[field]);
      });
    },
    typeAccount(index, field, text) {
      batch(() => {
        const accounts = input.value.accounts.map((account, at) =>
          at === index ? { ...account, [field]: text } : account,
        );
        held.value = { ...input.value, accounts };
        forget(accountPointer(index, field));
      });
    },
    addAccount() {
      const { accounts } = input.value;
      const key = Math.max(...accounts.map((account) => account.key)) + 1;
      setAccounts([...accounts, emptyAccount(key, postalCode)]);
    },
    removeAccount(index) {
      const { accounts } = input.value;
      if (accounts.length > 1) setAccounts(accounts.filter((_, at) => at !== index));
    },
    leave(pointer) {
      if (left.value !== 'all') left.value = new Set([...left.value, pointer]);
    },
    finish() {
      left.value = 'all';
      server.value = {};
      return checked.value.details;
    },
  };
}

function check(input: CustomerInput, utility: Utility): { faults: Faults; details?: Details } {
  const draft = draftFrom(input, utility.state);
  const parts = {
    customer: customer.safeParse(draft.customer),
    signer: signer.safeParse(draft.signer),
    accounts: draft.accounts.map((account) => serviceAccount.safeParse(account)),
  };
  const found: [Pointer, { code: string }][] = [];
  const note = (
    at: Pointer,
    result: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined },
  ) => {
    for (const { path, message } of result.error?.issues ?? [])
      found.push([`${at}/${path.join('/')}`, { code: message }]);
  };
  const identifiers = input.accounts.map(({ identifier }) => tidyIdentifier(identifier));
  identifiers.forEach((identifier, index) => {
    const at = accountPointer(index, 'identifier');
    if (!identifier) return;
    if (identifiers.indexOf(identifier) < index) found.push([at, { code: 'duplicate' }]);
    if (utility.identifier.certainty === 'published' && !follows(identifier, utility.identifier)) {
      found.push([at, { code: 'identifier_rule' }]);
    }
  });
  for (const [index, account] of parts.accounts.entries()) note(`/accounts/${index}`, account);
  note('/customer', parts.customer);
  note('/signer', parts.signer);

  // The first thing said of a field is the one that is shown.
  const faults = Object.fromEntries(found.reverse());
  const accounts = parts.accounts.flatMap(({ data }) => (data ? [data] : []));
  const { customer: who, signer: hand } = { customer: parts.customer.data, signer: parts.signer.data };
  return found.length || !who || !hand ? { faults } : { faults, details: { customer: who, signer: hand, accounts } };
}
