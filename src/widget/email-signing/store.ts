import { type ReadonlySignal, signal } from '@preact/signals';
import type { Contract } from '../../wire/contract.ts';
import { cancelSignatureRequest, resendSignatureRequest } from '../../wire/signing.ts';
import type { AsyncState } from '../api/errors.ts';
import { type ErrorKind, ProblemError, toErrorKind } from '../api/errors.ts';
import type { ContractSubscription } from '../contract/contract-subscription.ts';
import { createMisspelledEmailGuard } from '../normalize-input.ts';
import { createPoller, exponentialBackoff } from '../poller.ts';
import type { WidgetContext } from '../widget-context.ts';
import { resentTo } from './email-signing-message.ts';

/**
 * `not_open`: the signature request has ended. `in_progress`: another change to the signature request is still running.
 */
export type EmailSigningError = ErrorKind | 'too_soon' | 'too_often' | 'not_open' | 'in_progress';

/** The form that is open: a new address, or the confirmation of a cancellation. */
export type PendingAction = 'none' | 'change_address' | 'cancel';

export interface EmailSigningStore {
  readonly pendingAction: ReadonlySignal<PendingAction>;
  readonly mutation: ReadonlySignal<AsyncState<undefined, EmailSigningError>>;
  readonly recipient: ReadonlySignal<string>;
  readonly isRecipientInvalid: ReadonlySignal<boolean>;
  setPendingAction(action: PendingAction): void;
  setRecipient(recipient: string): void;
  resend(): Promise<void>;
  /** @returns false if the customer has to correct or check the address */
  resendToRecipient(): Promise<boolean>;
  cancel(): Promise<void>;
  stop(): void;
}

/** A longer wait means that the resend limit has been reached. */
const MAX_SHORT_WAIT_SECONDS = 120;

/** Creates the store and starts to poll. Call `stop` when the view unmounts. */
export function createEmailSigningStore(
  context: WidgetContext,
  contractId: string,
  subscription: ContractSubscription,
): EmailSigningStore {
  const pendingAction = signal<PendingAction>('none');
  const mutation = signal<AsyncState<undefined, EmailSigningError>>({ status: 'idle' });
  const recipient = signal('');
  const isRecipientInvalid = signal(false);
  const params = { id: contractId };

  // The upstream sends no notifications. Each poll makes the BFF check the upstream for changes.
  const poller = createPoller({
    task: async () => {
      await subscription.refresh();
      return true;
    },
    delayMs: exponentialBackoff({ initialMs: 3_000, maxMs: 60_000, factor: 1.5 }),
    pauseWhenHidden: true,
  });
  poller.start({ delayed: true });

  async function mutate(call: () => Promise<Contract>): Promise<void> {
    if (mutation.peek().status === 'loading') return;
    mutation.value = { status: 'loading' };
    try {
      subscription.apply(await call());
      pendingAction.value = 'none';
      recipient.value = '';
      mutation.value = { status: 'success', data: undefined };
    } catch (error) {
      isRecipientInvalid.value = isFieldError(error);
      // The change may have succeeded despite the error, or the signature request may have changed in the meantime.
      await subscription.refresh();
      mutation.value = isFieldError(error)
        ? { status: 'idle' }
        : { status: 'error', errorKind: toEmailSigningError(error) };
    }
    poller.start({ delayed: true });
  }
  const needsConfirmation = createMisspelledEmailGuard();
  const send = (body: { email?: string }) =>
    mutate(async () => (await context.loadApiClient()).call(resendSignatureRequest, { params, body }));

  return {
    pendingAction,
    mutation,
    recipient,
    isRecipientInvalid,
    setPendingAction(action) {
      pendingAction.value = action;
      if (mutation.value.status === 'error') mutation.value = { status: 'idle' };
    },
    setRecipient(text) {
      recipient.value = text;
      isRecipientInvalid.value = false;
    },
    resend: () => send({}),
    async resendToRecipient() {
      const email = recipient.value.trim();
      isRecipientInvalid.value = !email || !resendSignatureRequest.body.safeParse({ email }).success;
      if (isRecipientInvalid.value || needsConfirmation(email)) return false;
      resentTo(context).value = email;
      await send({ email });
      return true;
    },
    cancel: () =>
      mutate(async () => (await context.loadApiClient()).call(cancelSignatureRequest, { params, body: {} })),
    stop: poller.stop,
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
