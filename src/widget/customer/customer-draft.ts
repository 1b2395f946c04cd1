import { batch, type Signal, signal } from '@preact/signals';
import type { ComponentChild } from 'preact';
import type { Upload, UploadKind } from '../../wire/upload.ts';
import type { Purchase } from '../flow-reducer.ts';
import { perWidget, type WidgetContext } from '../widget-context.ts';
import type { CustomerInput } from './customer-input.ts';

/** State of one upload. The file name is kept in memory only. */
export type UploadState =
  /** `progress`: fraction of the bytes sent, 0 to 1. */
  | { readonly state: 'sending'; readonly file: File; readonly progress: number; readonly cancel: () => void }
  | { readonly state: 'uploaded'; readonly file: File; readonly upload: Upload }
  /** `errorCode`: a problem code if the file is invalid, an `ErrorKind` if the transfer failed. */
  | { readonly state: 'failed'; readonly file: File; readonly errorCode: string };

export type Uploads = Readonly<Partial<Record<UploadKind, UploadState>>>;

/** A purchase that someone else has prepared, and that this customer signs. */
interface PreparedPurchaseDraft {
  readonly id: string;
  readonly notice: ComponentChild;
}

/** The customer's input and files. The draft is only in memory, so it survives a change of step but not a reload. */
interface CustomerDraft {
  /** Undefined until the customer has entered something. */
  readonly input: Signal<CustomerInput | undefined>;
  /** The contract for which the input was entered. Undefined for a contract that has not been created yet. */
  readonly contractId: Signal<string | undefined>;
  readonly files: Signal<Uploads>;
  /** Undefined if the customer entered the purchase. */
  readonly prepared: Signal<PreparedPurchaseDraft | undefined>;
  /** The rejected contract that the customer corrects or replaces. */
  readonly correctedContractId: Signal<string | undefined>;
  /** The purchase that the customer left to look at a contract of this tab. */
  readonly paused: Signal<Purchase | undefined>;
  /** Account numbers that the supplier or the utility has rejected. */
  readonly rejectedNumbers: Signal<readonly string[]>;
}

export const customerDraft = perWidget(
  (): CustomerDraft => ({
    input: signal(undefined),
    contractId: signal(undefined),
    files: signal({}),
    prepared: signal(undefined),
    correctedContractId: signal(undefined),
    paused: signal(undefined),
    rejectedNumbers: signal([]),
  }),
);

export function clearCustomerDraft(context: WidgetContext): void {
  const { input, contractId, files, prepared, correctedContractId, paused } = customerDraft(context);
  batch(() => {
    input.value = undefined;
    contractId.value = undefined;
    files.value = {};
    prepared.value = undefined;
    correctedContractId.value = undefined;
    paused.value = undefined;
  });
}

/** Whether the customer has typed anything. The ZIP code is prefilled, so it does not count. */
const hasInput = ({ fields, accounts }: CustomerInput) =>
  [...Object.values(fields), ...accounts.flatMap(({ identifier, street }) => [identifier, street])].some((text) =>
    text.trim(),
  );

/**
 * Makes the browser ask for confirmation before the page unloads while there is unsaved input, which is in memory only:
 * on every step before the contract, including the rates that the customer compares again.
 *
 * @returns a function that removes the guard
 */
export function guardUnload(context: WidgetContext): () => void {
  const { input, contractId, files } = customerDraft(context);
  const onBeforeUnload = (event: BeforeUnloadEvent) => {
    const hasUnsavedInput = (input.value && hasInput(input.value)) || Object.keys(files.value).length > 0;
    const { step } = context.flow.value;
    // A contract with this input exists.
    const isSaved = step === 'tracking' || (step === 'rates' && contractId.value);
    if (!isSaved && hasUnsavedInput) event.preventDefault();
  };
  addEventListener('beforeunload', onBeforeUnload);
  return () => removeEventListener('beforeunload', onBeforeUnload);
}

const PATH = '/currentSupply/contractEnd';

/**
 * The end date that was entered before the customer step. From that step on, the draft contains the date. Undefined
 * until a date is entered, so that the stored date applies after a reload.
 */
const enteredDate = perWidget(() => signal<string | undefined>(undefined));

/**
 * Returns the end date of the customer's current contract as an ISO date, or an empty string. The first two steps share
 * this date.
 */
export const currentContractEnd = (context: WidgetContext): string =>
  customerDraft(context).input.value?.fields[PATH] ??
  enteredDate(context).value ??
  context.sessionStore.read('contractEnd') ??
  '';

export function setCurrentContractEnd(context: WidgetContext, date: string): void {
  const { input } = customerDraft(context);
  enteredDate(context).value = date;
  context.sessionStore.write('contractEnd', date);
  if (input.value) input.value = { ...input.value, fields: { ...input.value.fields, [PATH]: date } };
}
