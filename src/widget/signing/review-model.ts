import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { type CreateContract, createContract } from '../../wire/contract.ts';
import type { Offer } from '../../wire/offer.ts';
import type { FieldProblem, Problem } from '../../wire/problem.ts';
import { NetworkError } from '../bff/network-error.ts';
import { ProblemError } from '../bff/problem-error.ts';
import { refusedField } from '../customer/refused-field.ts';
import type { Shopper } from '../shopper.ts';
import { type Trouble, troubleOf } from '../trouble.ts';
import { createIntent } from './intent.ts';
import { openSigning, openWindow } from './open-signing.ts';
import { choosePresentation, isSignedFromInbox } from './presentation.ts';
import { send } from './send.ts';

/** Why there is no contract yet. */
export type ReviewTrouble =
  | { readonly kind: 'consent_missing' }
  | { readonly kind: 'rate_moved'; readonly from: Offer; readonly to: Offer }
  /** It may or may not have been made; trying again finds out, and makes no second one. */
  | { readonly kind: 'unsure' }
  /** The supplier takes no contract for this offer: nothing in the form would change that. */
  | { readonly kind: 'refused'; readonly fields: readonly FieldProblem[] }
  | { readonly kind: 'other'; readonly trouble: Trouble };

export interface ReviewModel {
  readonly consented: ReadonlySignal<boolean>;
  readonly sending: ReadonlySignal<boolean>;
  readonly trouble: ReadonlySignal<ReviewTrouble | undefined>;
  consent(given: boolean): void;
  /** Makes the contract and opens its signing, unless that goes to an inbox. Call it in the click. */
  submit(consentText: string, waiting: string): Promise<void>;
}

/** Makes the model of the review: one agreement, one contract. What was signed before in this page is left behind. */
export function createReviewModel(shopper: Shopper): ReviewModel {
  send(shopper, { type: 'reset' });
  shopper.signed.value = false;
  const sending = computed(() => shopper.signing.value.state === 'preparing');
  const consented = computed(() => shopper.signing.value.state !== 'review');
  const trouble = signal<ReviewTrouble | undefined>(undefined);
  const intent = createIntent();

  /** What a refusal of the BFF means for the customer. */
  function refused(problem: Problem, { offer, accountCount }: { offer: Offer; accountCount: number }) {
    const { code, errors = [] } = problem;
    if (code === 'rate_changed' && problem.offer) {
      const to = problem.offer;
      intent.renew();
      batch(() => {
        send(shopper, { type: 'withdrawn' });
        trouble.value = { kind: 'rate_moved', from: offer, to };
        shopper.go({ type: 'rate_moved', offer: to });
      });
    } else if (code === 'offer_expired' || code === 'offer_gone' || code === 'offer_invalid') {
      shopper.go({ type: 'offer_lost', why: code === 'offer_gone' ? code : 'offer_expired' });
    } else if (errors.length && errors.every((error) => refusedField(error, accountCount))) {
      shopper.go({ type: 'details_refused', fields: errors });
    } else if (code === 'contract_refused' || code === 'invalid_request') {
      trouble.value = { kind: 'refused', fields: errors };
    } else if (code === 'contract_outcome_unknown' || code === 'request_in_progress') {
      trouble.value = { kind: 'unsure' };
    } else {
      if (code === 'idempotency_key_reused') intent.renew();
      trouble.value = { kind: 'other', trouble: troubleOf(new ProblemError(problem)) };
    }
  }

  return {
    consented,
    sending,
    trouble,
    consent(given) {
      batch(() => {
        send(shopper, { type: given ? 'attested' : 'withdrawn' });
        if (given && trouble.value?.kind === 'consent_missing') trouble.value = undefined;
      });
    },
    async submit(consentText, waiting) {
      const flow = shopper.flow.value;
      if (sending.value || flow.step !== 'signing') return;
      if (!consented.value) {
        trouble.value = { kind: 'consent_missing' };
        return;
      }
      const as = isSignedFromInbox(shopper) ? undefined : choosePresentation(shopper);
      const target = as === 'popup' ? openWindow(waiting) : undefined;
      const { choice, details } = flow;
      const wish: CreateContract = {
        offerToken: choice.offer.offerToken,
        ...details,
        consent: { accepted: true, text: consentText },
      };
      send(shopper, { type: 'asked' });
      trouble.value = undefined;
      try {
        const client = await shopper.client();
        const { body, key } = intent.keyFor(wish);
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
        if (error instanceof ProblemError)
          refused(error.problem, { offer: choice.offer, accountCount: details.accounts.length });
        else if (error instanceof NetworkError && error.kind !== 'offline') trouble.value = { kind: 'unsure' };
        else trouble.value = { kind: 'other', trouble: troubleOf(error) };
        shopper.emit('shopper:error', { code: error instanceof ProblemError ? error.problem.code : troubleOf(error) });
      }
    },
  };
}
