import { batch, type Signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { createContract } from '../../wire/create-contract.ts';
import type { Offer } from '../../wire/offer.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Presentation } from '../../wire/session.ts';
import { NetworkError } from '../bff/network-error.ts';
import { ProblemError } from '../bff/problem-error.ts';
import { refusedField } from '../customer/refused-field.ts';
import type { Flow } from '../flow.ts';
import type { Shopper } from '../shopper.ts';
import { troubleOf } from '../trouble.ts';
import { openSigning } from './go-to-signing.ts';
import { createIntent } from './intent.ts';
import { type NotMade, ReviewNotice } from './review-notice.tsx';
import { send } from './send.ts';

/** Why there is no contract yet. What came of sending comes as it is shown. */
export type ReviewTrouble = 'consent_missing' | 'not_loaded' | ComponentType | undefined;

/**
 * Makes the contract that was agreed to, and opens its signing.
 *
 * @param as how signing is shown; undefined where it goes to an inbox
 * @param target the window for it, opened in the click
 */
export type ContractMaker = (
  flow: Extract<Flow, { step: 'signing' }>,
  sentence: string,
  as: Presentation | undefined,
  target: Window | undefined,
) => Promise<void>;

/** What one review sends. It loads with the click that sends it: until then nobody needs to know how. */
export function createContractMaker(
  shopper: Shopper,
  agreed: Signal<string | undefined>,
  trouble: Signal<ReviewTrouble>,
): ContractMaker {
  const intent = createIntent();

  const say = (why: NotMade) => {
    trouble.value = () => <ReviewNotice shopper={shopper} why={why} />;
  };

  /** What a refusal of the BFF means for the customer. */
  function refused(problem: Refusal, { offer, accountCount }: { offer: Offer; accountCount: number }) {
    const { code, errors = [] } = problem;
    if (code === 'rate_changed' && problem.offer) {
      const to = problem.offer;
      intent.renew();
      batch(() => {
        agreed.value = undefined;
        say({ kind: 'rate_moved', from: offer, to });
        shopper.go({ type: 'rate_moved', offer: to });
      });
    } else if (code === 'offer_expired' || code === 'offer_gone' || code === 'offer_invalid') {
      shopper.go({ type: 'offer_lost', why: code === 'offer_gone' ? code : 'offer_expired' });
    } else if (errors.length && errors.every((error) => refusedField(error, accountCount))) {
      shopper.go({ type: 'details_refused', fields: errors });
    } else if (code === 'contract_refused' || code === 'invalid_request') {
      say({ kind: 'refused', fields: errors });
    } else if (code === 'contract_outcome_unknown' || code === 'request_in_progress') {
      say({ kind: 'unsure' });
    } else {
      if (code === 'idempotency_key_reused') intent.renew();
      say({ kind: 'other', trouble: troubleOf(new ProblemError(problem)) });
    }
  }

  return async (flow, sentence, as, target) => {
    // Who went back while this was loading has changed their mind.
    if (shopper.flow.peek() !== flow) return target?.close();
    const { choice, details } = flow;
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
      if (error instanceof ProblemError)
        refused(error.problem, { offer: choice.offer, accountCount: details.accounts.length });
      else if (error instanceof NetworkError && error.kind !== 'offline') say({ kind: 'unsure' });
      else say({ kind: 'other', trouble: troubleOf(error) });
      shopper.emit('shopper:error', { code: error instanceof ProblemError ? error.problem.code : troubleOf(error) });
    }
  };
}
