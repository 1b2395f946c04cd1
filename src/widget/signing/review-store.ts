import { type ReadonlySignal, signal } from '@preact/signals';
import { createContract } from '../../wire/create-contract.ts';
import { NetworkError } from '../api/network-error.ts';
import { ProblemError } from '../api/problem-error.ts';
import { toErrorKind } from '../error-kind.ts';
import type { WidgetContext } from '../widget-context.ts';
import { createIdempotencyKeys } from './idempotency.ts';
import { openSigning } from './open-signing.ts';
import { choosePresentation, isSignedByEmail, openWindow } from './presentation.ts';
import { dispatchSigningEvent } from './signing-machine.ts';
import type { SubmitError } from './submit-error.ts';

export interface ReviewStore {
  /** The sentence that is agreed to; another one, in another language or of another price, is not. */
  readonly agreedSentence: ReadonlySignal<string | undefined>;
  readonly sending: ReadonlySignal<boolean>;
  readonly submitError: ReadonlySignal<SubmitError>;
  agree(sentence: string | undefined): void;
  /** Makes the contract and opens its signing, unless that goes to an inbox. Call it in the click. */
  submit(sentence: string, placeholder: string): Promise<void>;
}

/** Makes the model of the review: one agreement, one contract. What was signed before in this page is left behind. */
export function createReviewStore(context: WidgetContext): ReviewStore {
  context.signed.value = false;
  const sending = signal(false);
  const agreedSentence = signal<string | undefined>(undefined);
  const submitError = signal<SubmitError>(undefined);
  const idempotencyKeys = createIdempotencyKeys();

  return {
    agreedSentence,
    sending,
    submitError,
    agree(sentence) {
      agreedSentence.value = sentence;
      if (submitError.value === 'consent_missing') submitError.value = undefined;
    },
    async submit(sentence, placeholder) {
      const flow = context.flow.value;
      if (sending.value || flow.step !== 'signing') return;
      if (agreedSentence.value !== sentence) {
        submitError.value = 'consent_missing';
        return;
      }
      const presentation = isSignedByEmail(context) ? undefined : choosePresentation(context);
      const signingWindow = presentation === 'popup' ? openWindow(placeholder) : undefined;
      const { selection, details } = flow;
      sending.value = true;
      submitError.value = undefined;
      dispatchSigningEvent(context, { type: 'reset' });
      dispatchSigningEvent(context, { type: 'requested' });
      try {
        const client = await context.loadApiClient();
        const { body, key } = idempotencyKeys.keyFor({
          offerToken: selection.offer.offerToken,
          ...details,
          consent: { accepted: true, text: sentence },
        });
        const contract = await client.call(createContract, { body, idempotencyKey: key });
        context.emit('shopper:contract-created', { contractId: contract.id, reference: contract.reference });
        context.dispatch({ type: 'contract_created', contractId: contract.id });
        // Its own word counts: the site may have changed its ways since this page was opened.
        if (contract.signing.signatureRequest) {
          signingWindow?.close();
          dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'email' } });
        } else if (!presentation || (presentation === 'popup' && !signingWindow))
          dispatchSigningEvent(context, { type: 'blocked' });
        else await openSigning(context, contract.id, presentation, signingWindow);
      } catch (error) {
        signingWindow?.close();
        dispatchSigningEvent(context, { type: 'rejected' });
        if (error instanceof ProblemError) {
          await import('./handle-rejection.tsx').then(
            ({ handleRejection }) =>
              handleRejection(context, error.problem, { flow, idempotencyKeys, agreedSentence, submitError }),
            () => {
              submitError.value = 'not_loaded';
            },
          );
          context.emit('shopper:error', { code: error.problem.code });
        } else {
          const errorKind = toErrorKind(error);
          submitError.value = error instanceof NetworkError && errorKind !== 'offline' ? 'unsure' : errorKind;
          context.emit('shopper:error', { code: errorKind });
        }
      }
      sending.value = false;
    },
  };
}
