import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { FieldProblem } from '../../wire/problem.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Details } from '../flow.ts';
import { check } from './check.ts';
import {
  type AccountInput,
  type CustomerInput,
  emptyAccount,
  emptyInput,
  spokenPhone,
  spokenTaxId,
  type TextInput,
  type TickInput,
  tidyIdentifier,
} from './customer-input.ts';
import type { Files } from './file-state.ts';
import { doubtful } from './identifier-rule.ts';
import { type AccountField, accountPointer, type Faults, type Pointer, pointers } from './pointer.ts';
import { refusedField } from './refused-field.ts';

/** The customer step: what was typed, and what is wrong with it, where the customer has been. */
export interface CustomerModel {
  readonly input: ReadonlySignal<CustomerInput>;
  /** The faults to show now: of fields that were left, or of all after a try to go on. */
  readonly faults: ReadonlySignal<Faults>;
  /** Identifiers that look odd under a rule we are not sure of. */
  readonly doubts: ReadonlySignal<ReadonlySet<Pointer>>;
  type(field: keyof TextInput, text: string): void;
  tick(field: keyof TickInput, ticked: boolean): void;
  /** Another file, or none, stands at this place: what the server said of the last one is over. */
  fileChanged(pointer: Pointer): void;
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
  readonly files?: ReadonlySignal<Files>;
  readonly utility: Utility;
  readonly postalCode: string;
  /** What the server refused the last time; each stands until its field is changed. */
  readonly refused: readonly FieldProblem[];
  /** Meters to begin with, from the customer's list. */
  readonly listed?: readonly AccountInput[] | undefined;
}

const otherSections = ['/customer', '/signer', '/contact', '/currentSupply', '/latestBill', '/taxExemption'];

/** A set of `places`: a field, or a section with all its fields. */
const covers = (places: ReadonlySet<string>, place: string) =>
  [...places].some((known) => place === known || place.startsWith(`${known}/`));

export function createCustomerModel(parts: CustomerModelParts): CustomerModel {
  const { held, files, utility, postalCode, refused, listed } = parts;
  const blank = emptyInput(postalCode);
  const input = computed(() => {
    const typed = held.value ?? blank;
    const untouched = typed.accounts.every(({ identifier, street, city }) => !identifier && !street && !city);
    return listed && untouched ? { ...typed, accounts: listed } : typed;
  });
  const checked = computed(() => check(input.value, utility, files?.value ?? {}));
  const server = signal<Faults>(refusedFaults(refused, input.value.accounts.length));

  // A meter is known by its key: its position is another when one before it goes.
  const meterPlace = ({ key }: AccountInput) => `/meters/${key}`;
  const placeOf = (pointer: Pointer) =>
    pointer.replace(/^\/accounts\/(\d+)/, (path, index) => {
      const account = input.value.accounts[Number(index)];
      return account ? meterPlace(account) : path;
    });
  const sections = () => [...otherSections, ...input.value.accounts.map(meterPlace)];

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
    return new Set(
      input.value.accounts.flatMap(({ identifier }, index) =>
        doubtful(tidyIdentifier(identifier), utility.identifier) ? [accountPointer(index, 'identifier')] : [],
      ),
    );
  });

  /** Shows a number the way it is usually written, once it is complete. */
  const keep = (field: 'taxId' | 'phone' | 'contactPhone', spoken: string) => {
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
    tick(field, ticked) {
      held.value = { ...input.value, [field]: ticked };
    },
    fileChanged: forget,
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
        const { taxId, phone, contactPhone } = input.value;
        if (pointer === pointers.taxId) keep('taxId', spokenTaxId(taxId));
        if (pointer === pointers.phone) keep('phone', spokenPhone(phone));
        if (pointer === pointers.contactPhone) keep('contactPhone', spokenPhone(contactPhone));
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
