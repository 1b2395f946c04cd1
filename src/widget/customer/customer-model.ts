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
  spokenPhone,
  spokenTaxId,
  tidyIdentifier,
} from './customer-input.ts';
import { follows } from './identifier-rule.ts';
import { nameLimit } from './name-limit.ts';
import { type AccountField, accountPointer, type Pointer, pointers } from './pointer.ts';
import { refusedField } from './refused-field.ts';

/** What is wrong at which field: a stable code. */
export type Faults = Readonly<Record<Pointer, { readonly code: string }>>;

/** The customer step: what was typed, and what is wrong with it, where the customer has been. */
export interface CustomerModel {
  readonly input: ReadonlySignal<CustomerInput>;
  /** The faults to show now: of fields that were left, or of all after a try to go on. */
  readonly faults: ReadonlySignal<Faults>;
  /** Identifiers that look odd under a rule we are not sure of. */
  readonly doubts: ReadonlySignal<ReadonlySet<Pointer>>;
  type(field: Exclude<keyof CustomerInput, 'accounts'>, text: string): void;
  typeAccount(index: number, field: AccountField, text: string): void;
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
  /** Meters to begin with, from the customer's list. */
  readonly listed?: readonly AccountInput[] | undefined;
}

/** A set of `places`: a field, or a section with all its fields. */
const covers = (places: ReadonlySet<string>, place: string) =>
  [...places].some((known) => place === known || place.startsWith(`${known}/`));

export function createCustomerModel({ held, utility, postalCode, refused, listed }: CustomerModelParts): CustomerModel {
  const blank = emptyInput(postalCode);
  const input = computed(() => {
    const typed = held.value ?? blank;
    const untouched = typed.accounts.every(({ identifier, street, city }) => !identifier && !street && !city);
    return listed && untouched ? { ...typed, accounts: listed } : typed;
  });
  const checked = computed(() => check(input.value, utility));
  const server = signal<Faults>(refusedFaults(refused, input.value.accounts.length));

  // A meter is known by its key: its position is another when one before it goes.
  const meterPlace = ({ key }: AccountInput) => `/meters/${key}`;
  const placeOf = (pointer: Pointer) =>
    pointer.replace(/^\/accounts\/(\d+)/, (path, index) => {
      const account = input.value.accounts[Number(index)];
      return account ? meterPlace(account) : path;
    });
  const sections = () => ['/customer', '/signer', ...input.value.accounts.map(meterPlace)];

  /** Where the customer has been, or what was tried to go on with: a meter added later is neither yet. */
  const seen = signal<ReadonlySet<string>>(new Set(refused.length ? sections() : []));
  const shown = computed(() =>
    Object.fromEntries(
      Object.entries({ ...server.value, ...checked.value.faults }).filter(([pointer]) =>
        covers(seen.value, placeOf(pointer)),
      ),
    ),
  );

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

  /** Shows a number the way it is usually written, once it is complete. */
  const keep = (field: 'taxId' | 'phone', spoken: string) => {
    if (spoken !== input.value[field]) held.value = { ...input.value, [field]: spoken };
  };

  const forget = (pointer: Pointer) => {
    const { [pointer]: _, ...others } = server.value;
    server.value = others;
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
      held.value = { ...input.value, accounts: [...accounts, emptyAccount(key, postalCode)] };
    },
    removeAccount(index) {
      const { accounts } = input.value;
      const gone = accounts[index];
      if (!gone || accounts.length < 2) return;
      const place = meterPlace(gone);
      batch(() => {
        // Its key may come again with a new meter.
        seen.value = new Set([...seen.value].filter((known) => !covers(new Set([place]), known)));
        held.value = { ...input.value, accounts: accounts.filter((account) => account !== gone) };
        // Positions shift, so what the server said of positions no longer holds.
        server.value = Object.fromEntries(
          Object.entries(server.value).filter(([path]) => !path.startsWith('/accounts/')),
        );
      });
    },
    leave(pointer) {
      batch(() => {
        seen.value = new Set([...seen.value, placeOf(pointer)]);
        const { taxId, phone } = input.value;
        if (pointer === pointers.taxId) keep('taxId', spokenTaxId(taxId));
        if (pointer === pointers.phone) keep('phone', spokenPhone(phone));
      });
    },
    finish() {
      seen.value = new Set(sections());
      server.value = {};
      return checked.value.details;
    },
  };
}

/** What the server refused, at the fields the form has for it. */
function refusedFaults(refused: readonly FieldProblem[], accountCount: number): Faults {
  return Object.fromEntries(
    refused.flatMap((problem) => {
      const pointer = refusedField(problem, accountCount);
      return pointer ? [[pointer, { code: problem.code }] as const] : [];
    }),
  );
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
  const limit = nameLimit(utility.state);
  // In letters as people count them, not in UTF-16 units.
  if (limit && [...input.legalName.trim()].length > limit) {
    found.push([pointers.legalName, { code: 'name_over_limit' }]);
  }
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
