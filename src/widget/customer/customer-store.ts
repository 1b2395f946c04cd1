import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { FieldProblem } from '../../wire/problem.ts';
import type { Utility } from '../../wire/utility.ts';
import type { CustomerDetails } from '../flow-reducer.ts';
import type { Uploads } from './customer-draft.ts';
import {
  type AccountField,
  type AccountInput,
  accountFieldPath,
  type CheckboxInput,
  type CustomerInput,
  emptyAccount,
  emptyInput,
  type FieldErrors,
  type FieldPath,
} from './customer-input.ts';
import type { TextFieldPath } from './to-field-path.ts';
import { formatForDisplay, validateCustomer } from './validate-customer.ts';

export interface CustomerStore {
  readonly input: ReadonlySignal<CustomerInput>;
  /** Errors to show: the errors of fields that have lost the focus, and all errors after `submit`. */
  readonly errors: ReadonlySignal<FieldErrors>;
  /** The field that the customer is editing. The field shows no error or warning until it loses the focus. */
  readonly editedPath: ReadonlySignal<FieldPath | undefined>;
  /** Whether all fields whose path matches are valid, including those that the customer has not visited. */
  isComplete(section: RegExp): boolean;
  setField(path: TextFieldPath, text: string): void;
  setChecked(field: keyof CheckboxInput, isChecked: boolean): void;
  clearFileError(path: FieldPath): void;
  setAccountField(index: number, field: AccountField, text: string): void;
  addAccount(): void;
  removeAccount(index: number): void;
  blur(path: FieldPath): void;
  /** Validates the input and shows all errors. @returns the details, or undefined if the input has an error */
  submit(): CustomerDetails | undefined;
}

interface CustomerStoreOptions {
  /** Keeps the input while the customer moves between steps. */
  readonly draft: Signal<CustomerInput | undefined>;
  readonly files?: ReadonlySignal<Uploads>;
  readonly utility: Utility;
  readonly postalCode: string;
  /** End date of the current contract, if the customer has already entered it. */
  readonly contractEnd?: string;
  /**
   * Errors from the previous submission, with the paths of form fields. Each error is shown until its field changes.
   */
  readonly serverErrors?: readonly FieldProblem[] | undefined;
  /** Accounts that are used until the customer has entered an account number or a street. */
  readonly importedAccounts?: readonly AccountInput[] | undefined;
}

/** Creates the store. The input is in `draft`, so that it is kept when the customer leaves the step. */
export function createCustomerStore(options: CustomerStoreOptions): CustomerStore {
  const { draft, files, utility, postalCode, contractEnd, importedAccounts } = options;
  const emptyDraft = emptyInput(postalCode, contractEnd, utility.city);
  const input = computed(() => {
    const current = { ...emptyDraft, ...draft.value };
    if (!current.accounts.length) current.accounts = emptyDraft.accounts;
    const untouched = current.accounts.every(({ identifier, street }) => !identifier && !street);
    return importedAccounts && untouched ? { ...current, accounts: importedAccounts } : current;
  });
  const validation = computed(() => validateCustomer(input.value, utility, files?.value ?? {}));
  const serverErrors = signal<FieldErrors>(
    Object.fromEntries(options.serverErrors?.map(({ path, code }) => [path, code]) ?? []),
  );
  let lastKey = Math.max(...input.value.accounts.map(({ key }) => key));
  const sections = () => ['', ...input.value.accounts.map(({ key }) => `${key}`)];

  /** Fields and sections whose errors are shown. An account that is added after `submit` is not included. */
  const visited = signal<readonly string[]>(options.serverErrors ? sections() : []);
  const editedPath = signal<FieldPath | undefined>(undefined);
  const allErrors = computed(() => Object.entries({ ...serverErrors.value, ...validation.value.errors }));
  const visibleErrors = computed(() =>
    Object.fromEntries(
      allErrors.value.filter(([path]) => {
        if (path === editedPath.value) return false;
        const stableKey = toStableKey(path, input.value.accounts);
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
  const edit = (path: FieldPath) => {
    editedPath.value = path;
    clearServerError(path);
  };
  return {
    input,
    errors: visibleErrors,
    editedPath,
    isComplete: (section) => !allErrors.value.some(([path]) => section.test(path)),
    setField(path, text) {
      batch(() => {
        update({ fields: { ...input.value.fields, [path]: text } });
        edit(path);
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
        edit(accountFieldPath(index, field));
      });
    },
    addAccount() {
      lastKey++;
      update({ accounts: [...input.value.accounts, emptyAccount(lastKey, postalCode)] });
    },
    removeAccount(index) {
      batch(() => {
        update({ accounts: input.value.accounts.filter((_, position) => position !== index) });
        // Server errors refer to accounts by position, and removing an account shifts the positions.
        serverErrors.value = withoutAccountErrors(serverErrors.value);
      });
    },
    blur(path) {
      batch(() => {
        editedPath.value = undefined;
        // Leaving a field empty, for example to read its help, is not an error before the form is submitted.
        if (validation.value.errors[path] !== 'required')
          visited.value = [...visited.value, toStableKey(path, input.value.accounts)];
        const { fields } = input.value;
        const text = fields[path];
        if (text) update({ fields: { ...fields, [path]: formatForDisplay(path, text) } });
      });
    },
    submit() {
      editedPath.value = undefined;
      visited.value = sections();
      serverErrors.value = {};
      return validation.value.details;
    },
  };
}

/** Replaces the account's position in the path with its key, because removing an account shifts the positions. */
const toStableKey = (path: FieldPath, accounts: readonly AccountInput[]): string =>
  path.replace(/^\/accounts\/(\d+)/, (_, index) => `${accounts[Number(index)]?.key}`);

/** Returns the key of the field's account, or an empty string for a field outside the accounts. */
const sectionOf = (stableKey: string): string => /^\d*/.exec(stableKey)?.[0] ?? '';

const withoutAccountErrors = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(errors).filter(([path]) => !path.startsWith('/accounts/')));
