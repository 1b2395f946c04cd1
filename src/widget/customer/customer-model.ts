import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Utility } from '../../wire/utility.ts';
import type { Details } from '../flow.ts';
import { check } from './check.ts';
import { type AccountInput, type CustomerInput, emptyAccount, emptyInput, type TickInput } from './customer-input.ts';
import type { Files } from './file-state.ts';
import { type AccountField, accountPointer, type Faults, type Pointer } from './pointer.ts';
import type { TextPointer } from './text-pointers.ts';
import { spoken } from './tidy.ts';

/** The customer step: what was typed, and what is wrong with it, where the customer has been. */
export interface CustomerModel {
  readonly input: ReadonlySignal<CustomerInput>;
  /** The faults to show now: of fields that were left, or of all after a try to go on. */
  readonly faults: ReadonlySignal<Faults>;
  type(pointer: TextPointer, text: string): void;
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
  /** What the server refused the last time, of so many accounts; each stands until its field is changed. */
  readonly refused?: ((accountCount: number) => Faults) | undefined;
  /** Meters to begin with, from the customer's list. */
  readonly listed?: readonly AccountInput[] | undefined;
}

export function createCustomerModel(parts: CustomerModelParts): CustomerModel {
  const { held, files, utility, postalCode, refused, listed } = parts;
  const blank = emptyInput(postalCode);
  const input = computed(() => {
    const typed = held.value ?? blank;
    const untouched = typed.accounts.every(({ identifier, street, city }) => !identifier && !street && !city);
    return listed && untouched ? { ...typed, accounts: listed } : typed;
  });
  const checked = computed(() => check(input.value, utility, files?.value ?? {}));
  const server = signal<Faults>(refused?.(input.value.accounts.length) ?? {});

  let newest = Math.max(...input.value.accounts.map(({ key }) => key));

  // A meter is known by its key: its position is another when one before it goes.
  const placeOf = (pointer: Pointer) =>
    pointer.replace(/^\/accounts\/(\d+)/, (_, index) => `${input.value.accounts[Number(index)]?.key}`);
  /** Of a meter its key; of all that is no meter's, nothing. */
  const sectionOf = (place: string) => /^\d*/.exec(place)?.[0] ?? '';
  const sections = () => ['', ...input.value.accounts.map(({ key }) => `${key}`)];

  /** Where the customer has been, or what was tried to go on with: a meter added later is neither yet. */
  const seen = signal<readonly string[]>(refused ? sections() : []);
  const shown = computed(() =>
    Object.fromEntries(
      Object.entries({ ...server.value, ...checked.value.faults }).filter(([pointer]) => {
        const place = placeOf(pointer);
        return seen.value.includes(place) || seen.value.includes(sectionOf(place));
      }),
    ),
  );

  const put = (change: Partial<CustomerInput>) => {
    held.value = { ...input.value, ...change };
  };
  const forget = (pointer: Pointer) => {
    const { [pointer]: _, ...others } = server.value;
    server.value = others;
  };
  return {
    input,
    faults: shown,
    type(pointer, text) {
      batch(() => {
        put({ texts: { ...input.value.texts, [pointer]: text } });
        forget(pointer);
      });
    },
    tick(field, ticked) {
      put({ [field]: ticked });
    },
    fileChanged: forget,
    typeAccount(index, field, text) {
      batch(() => {
        const accounts = input.value.accounts.map((account, at) =>
          at === index ? { ...account, [field]: text } : account,
        );
        put({ accounts });
        forget(accountPointer(index, field));
      });
    },
    addAccount() {
      newest++;
      put({ accounts: [...input.value.accounts, emptyAccount(newest, postalCode)] });
    },
    removeAccount(index) {
      batch(() => {
        put({ accounts: input.value.accounts.filter((_, at) => at !== index) });
        // Positions shift, so what the server said of positions no longer holds.
        server.value = Object.fromEntries(
          Object.entries(server.value).filter(([path]) => !path.startsWith('/accounts/')),
        );
      });
    },
    leave(pointer) {
      batch(() => {
        seen.value = [...seen.value, placeOf(pointer)];
        const { texts } = input.value;
        const text = texts[pointer];
        if (text) put({ texts: { ...texts, [pointer]: spoken(pointer, text) } });
      });
    },
    finish() {
      seen.value = sections();
      server.value = {};
      return checked.value.details;
    },
  };
}
