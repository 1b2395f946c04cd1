import { type ReadonlySignal, signal } from '@preact/signals';
import type { Contract } from '../../wire/contract.ts';
import { cancelSignatureRequest, resendSignatureRequest } from '../../wire/signing.ts';
import { ProblemError } from '../api/problem-error.ts';
import type { ContractSubscription } from '../contract/contract-subscription.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { WidgetContext } from '../widget-context.ts';

/** What stands in the way. */
export type EmailSigningError = ErrorKind | 'too_soon' | 'too_often' | 'not_open' | 'in_progress';

/** What the customer is about to do with the letter. */
export type PendingAction = 'nothing' | 'address' | 'cancel';

/** The letter of a contract that is signed from an inbox: sent again, sent elsewhere, taken back, and looked after. */
export interface EmailSigningStore {
  readonly pendingAction: ReadonlySignal<PendingAction>;
  readonly isBusy: ReadonlySignal<boolean>;
  readonly lastError: ReadonlySignal<EmailSigningError | undefined>;
  readonly recipient: ReadonlySignal<string>;
  readonly isRecipientInvalid: ReadonlySignal<boolean>;
  setPendingAction(action: PendingAction): void;
  setRecipient(recipient: string): void;
  resend(): Promise<void>;
  resendToRecipient(): Promise<void>;
  cancel(): Promise<void>;
  stop(): void;
}

/** Milliseconds between two looks: the first, and the longest. A letter may lie in an inbox for hours. */
const POLL_DELAYS_MS = { first: 3_000, max: 60_000 };
/** A wait of more than this, in seconds, is no wait: it was sent too often. */
const MAX_SHORT_WAIT_SECONDS = 120;

export function createEmailSigningStore(
  context: WidgetContext,
  contractId: string,
  subscription: ContractSubscription,
): EmailSigningStore {
  const pendingAction = signal<PendingAction>('nothing');
  const isBusy = signal(false);
  const lastError = signal<EmailSigningError | undefined>(undefined);
  const recipient = signal('');
  const isRecipientInvalid = signal(false);
  const params = { id: contractId };
  let timer: ReturnType<typeof setTimeout>;

  // Looking makes the server look: nothing tells it what happens in an inbox.
  function schedulePoll(delayMs: number) {
    timer = setTimeout(async () => {
      if (!document.hidden) await subscription.refresh();
      schedulePoll(Math.min(delayMs * 1.5, POLL_DELAYS_MS.max));
    }, delayMs);
  }
  function restartPolling() {
    clearTimeout(timer);
    schedulePoll(POLL_DELAYS_MS.first);
  }
  schedulePoll(POLL_DELAYS_MS.first);

  async function mutate(call: () => Promise<Contract>) {
    if (isBusy.peek()) return;
    isBusy.value = true;
    lastError.value = undefined;
    try {
      subscription.apply(await call());
      pendingAction.value = 'nothing';
      recipient.value = '';
    } catch (error) {
      if (!isFieldError(error)) lastError.value = toEmailSigningError(error);
      isRecipientInvalid.value = isFieldError(error);
      // It may have happened all the same, or something else may have.
      await subscription.refresh();
    } finally {
      isBusy.value = false;
    }
    restartPolling();
  }
  const send = (body: { email?: string }) =>
    mutate(async () => (await context.loadApiClient()).call(resendSignatureRequest, { params, body }));

  return {
    pendingAction,
    isBusy,
    lastError,
    recipient,
    isRecipientInvalid,
    setPendingAction(action) {
      pendingAction.value = action;
      lastError.value = undefined;
    },
    setRecipient(text) {
      recipient.value = text;
      isRecipientInvalid.value = false;
    },
    resend: () => send({}),
    async resendToRecipient() {
      const email = recipient.value.trim();
      isRecipientInvalid.value = !email || !resendSignatureRequest.body.safeParse({ email }).success;
      if (!isRecipientInvalid.value) await send({ email });
    },
    cancel: () =>
      mutate(async () => (await context.loadApiClient()).call(cancelSignatureRequest, { params, body: {} })),
    stop: () => clearTimeout(timer),
  };
}

const isFieldError = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'invalid_request';

function toEmailSigningError(error: unknown): EmailSigningError {
  if (!(error instanceof ProblemError)) return toErrorKind(error);
  const { code, retryAfter = 0 } = error.problem;
  if (code === 'rate_limited') return retryAfter > MAX_SHORT_WAIT_SECONDS ? 'too_often' : 'too_soon';
  if (code === 'signature_request_closed') return 'not_open';
  return code === 'request_in_progress' ? 'in_progress' : toErrorKind(error);
}
