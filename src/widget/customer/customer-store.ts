import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Utility } from '../../wire/utility.ts';
import type { CustomerDetails } from '../flow-reducer.ts';
import {
  type AccountInput,
  type CheckboxInput,
  type CustomerInput,
  emptyAccount,
  emptyInput,
} from './customer-input.ts';
import type { TextFieldPath } from './field-paths.ts';
import { type AccountField, accountFieldPath, type FieldErrors, type FieldPath } from './field-paths.ts';
import { formatForDisplay } from './normalize.ts';
import type { Uploads } from './upload-state.ts';
import { validateCustomer } from './validate-customer.ts';

/** The customer step: what was typed, and what is wrong with it, where the customer has been. */
export interface CustomerStore {
  readonly input: ReadonlySignal<CustomerInput>;
  /** The faults to show now: of fields that were left, or of all after a try to go on. */
  readonly errors: ReadonlySignal<FieldErrors>;
  setField(path: TextFieldPath, text: string): void;
  setChecked(field: keyof CheckboxInput, isChecked: boolean): void;
  /** Another file, or none, stands at this place: what the server said of the last one is over. */
  clearFileError(path: FieldPath): void;
  setAccountField(index: number, field: AccountField, text: string): void;
  addAccount(): void;
  removeAccount(index: number): void;
  blur(path: FieldPath): void;
  /** The checked details, or undefined after marking every fault. */
  submit(): CustomerDetails | undefined;
}

interface CustomerStoreOptions {
  /** Where the typing is kept while the customer goes back and forth. */
  readonly draft: Signal<CustomerInput | undefined>;
  readonly files?: ReadonlySignal<Uploads>;
  readonly utility: Utility;
  readonly postalCode: string;
  /** What the server refused the last time, of so many accounts; each stands until its field is changed. */
  readonly initialServerErrors?: ((accountCount: number) => FieldErrors) | undefined;
  /** Meters to begin with, from the customer's list. */
  readonly importedAccounts?: readonly AccountInput[] | undefined;
}

export function createCustomerStore(options: CustomerStoreOptions): CustomerStore {
  const { draft, files, utility, postalCode, initialServerErrors, importedAccounts } = options;
  const emptyDraft = emptyInput(postalCode);
  const input = computed(() => {
    const current = draft.value ?? emptyDraft;
    const untouched = current.accounts.every(({ identifier, street, city }) => !identifier && !street && !city);
    return importedAccounts && untouched ? { ...current, accounts: importedAccounts } : current;
  });
  const validation = computed(() => validateCustomer(input.value, utility, files?.value ?? {}));
  const serverErrors = signal<FieldErrors>(initialServerErrors?.(input.value.accounts.length) ?? {});

  let lastKey = Math.max(...input.value.accounts.map(({ key }) => key));

  // A meter is known by its key: its position is another when one before it goes.
  const toStableKey = (path: FieldPath) =>
    path.replace(/^\/accounts\/(\d+)/, (_, index) => `${input.value.accounts[Number(index)]?.key}`);
  /** Of a meter its key; of all that is no meter's, nothing. */
  const sectionOf = (stableKey: string) => /^\d*/.exec(stableKey)?.[0] ?? '';
  const sections = () => ['', ...input.value.accounts.map(({ key }) => `${key}`)];

  /** Where the customer has been, or what was tried to go on with: a meter added later is neither yet. */
  const visited = signal<readonly string[]>(initialServerErrors ? sections() : []);
  const visibleErrors = computed(() =>
    Object.fromEntries(
      Object.entries({ ...serverErrors.value, ...validation.value.errors }).filter(([path]) => {
        const stableKey = toStableKey(path);
        return visited.value.includes(stableKey) || visited.value.includes(sectionOf(stableKey));
      }),
    ),
  );

  const update = (patch: Partial<CustomerInput>) => {
    draft.value = { ...input.value, ...patch };
  };
  const clearServerError = (path: FieldPath) => {
    const { [path]: _, ...others } = serverErrors.value;
    serverErrors.value = others;
  };
  return {
    input,
    errors: visibleErrors,
    setField(path, text) {
      batch(() => {
        update({ fields: { ...input.value.fields, [path]: text } });
        clearServerError(path);
      });
    },
    setChecked(field, isChecked) {
      update({ [field]: isChecked });
    },
    clearFileError: clearServerError,
    setAccountField(index, field, text) {
      batch(() => {
        const accounts = input.value.accounts.map((account, position) =>
          position === index ? { ...account, [field]: text } : account,
        );
        update({ accounts });
        clearServerError(accountFieldPath(index, field));
      });
    },
    addAccount() {
      lastKey++;
      update({ accounts: [...input.value.accounts, emptyAccount(lastKey, postalCode)] });
    },
    removeAccount(index) {
      batch(() => {
        update({ accounts: input.value.accounts.filter((_, position) => position !== index) });
        // Positions shift, so what the server said of positions no longer holds.
        serverErrors.value = Object.fromEntries(
          Object.entries(serverErrors.value).filter(([path]) => !path.startsWith('/accounts/')),
        );
      });
    },
    blur(path) {
      batch(() => {
        visited.value = [...visited.value, toStableKey(path)];
        const { fields } = input.value;
        const text = fields[path];
        if (text) update({ fields: { ...fields, [path]: formatForDisplay(path, text) } });
      });
    },
    submit() {
      visited.value = sections();
      serverErrors.value = {};
      return validation.value.details;
    },
  };
}
