import { type ReadonlySignal, signal } from '@preact/signals';
import { createContract } from '../../wire/create-contract.ts';
import { NetworkError } from '../bff/network-error.ts';
import { ProblemError } from '../bff/problem-error.ts';
import type { Shopper } from '../shopper.ts';
import { troubleOf } from '../trouble.ts';
import { openSigning } from './go-to-signing.ts';
import { createIntent } from './intent.ts';
import { choosePresentation, isSignedFromInbox, openWindow } from './presentation.ts';
import type { ReviewTrouble } from './review-trouble.ts';
import { send } from './send.ts';

export interface ReviewModel {
  /** The sentence that is agreed to; another one, in another language or of another price, is not. */
  readonly agreed: ReadonlySignal<string | undefined>;
  readonly sending: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<ReviewTrouble>;
  agree(sentence: string | undefined): void;
  /** Makes the contract and opens its signing, unless that goes to an inbox. Call it in the click. */
  submit(sentence: string, waiting: string): Promise<void>;
}

/** Makes the model of the review: one agreement, one contract. What was signed before in this page is left behind. */
export function createReviewModel(shopper: Shopper): ReviewModel {
  shopper.signed.value = false;
  const sending = signal(false);
  const agreed = signal<string | undefined>(undefined);
  const trouble = signal<ReviewTrouble>(undefined);
  const intent = createIntent();

  return {
    agreed,
    sending,
    trouble,
    agree(sentence) {
      agreed.value = sentence;
      if (trouble.value === 'consent_missing') trouble.value = undefined;
    },
    async submit(sentence, waiting) {
      const flow = shopper.flow.value;
      if (sending.value || flow.step !== 'signing') return;
      if (agreed.value !== sentence) {
        trouble.value = 'consent_missing';
        return;
      }
      const as = isSignedFromInbox(shopper) ? undefined : choosePresentation(shopper);
      const target = as === 'popup' ? openWindow(waiting) : undefined;
      const { choice, details } = flow;
      sending.value = true;
      trouble.value = undefined;
      send(shopper, { type: 'reset' });
      send(shopper, { type: 'asked' });
      try {
        const client = await shopper.client();
        const { body, key } = intent.keyFor({
          offerToken: choice.offer.offerToken,
          ...details,
          consent: { accepted: true, text: sentence },
        });
        const made = await client.call(createContract, { body, idempotencyKey: key });
        shopper.emit('shopper:contract-created', { contractId: made.id, reference: made.reference });
        shopper.go({ type: 'contract_made', contractId: made.id });
        // Its own word counts: the site may have changed its ways since this page was opened.
        if (made.signing.letter) {
          target?.close();
          send(shopper, { type: 'opened', place: { as: 'inbox' } });
        } else if (!as || (as === 'popup' && !target)) send(shopper, { type: 'blocked' });
        else await openSigning(shopper, made.id, as, target);
      } catch (error) {
        target?.close();
        send(shopper, { type: 'refused' });
        if (error instanceof ProblemError) {
          await import('./explain-refusal.tsx').then(
            ({ explainRefusal }) => explainRefusal(shopper, error.problem, { flow, intent, agreed, trouble }),
            () => {
              trouble.value = 'not_loaded';
            },
          );
          shopper.emit('shopper:error', { code: error.problem.code });
        } else {
          const why = troubleOf(error);
          trouble.value = error instanceof NetworkError && why !== 'offline' ? 'unsure' : why;
          shopper.emit('shopper:error', { code: why });
        }
      }
      sending.value = false;
    },
  };
}
