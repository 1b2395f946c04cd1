import { batch, type Signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { Offer } from '../../wire/offer.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { ProblemError } from '../bff/problem-error.ts';
import { CallUs } from '../controls/call-us.tsx';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import { refusedField } from '../customer/refused-field.ts';
import type { Flow } from '../flow.ts';
import type { NotMadeTexts } from '../i18n/en/not-made.ts';
import type { Shopper } from '../shopper.ts';
import { type Trouble, troubleOf } from '../trouble.ts';
import type { Intent } from './intent.ts';
import { refusalWords } from './refusal-words.ts';
import type { ReviewTrouble } from './review-trouble.ts';

/** Why there is no contract yet. */
type NotMade =
  | { readonly kind: 'rate_moved'; readonly from: Offer; readonly to: Offer }
  /** The supplier takes no contract for this offer: nothing in the form would change that. */
  | { readonly kind: 'refused'; readonly fields: readonly FieldProblem[] }
  | { readonly kind: 'other'; readonly trouble: Trouble };

interface Sent {
  readonly flow: Extract<Flow, { step: 'signing' }>;
  readonly intent: Intent;
  readonly agreed: Signal<string | undefined>;
  readonly trouble: Signal<ReviewTrouble>;
}

/** What a refusal of the BFF means for the customer. It loads when there is one: hardly anybody needs it. */
export function explainRefusal(shopper: Shopper, problem: Refusal, { flow, intent, agreed, trouble }: Sent): void {
  const { choice, details } = flow;
  const { code, errors = [] } = problem;
  const say = (why: NotMade) => {
    const Said: ComponentType = () => <NotMadeNotice shopper={shopper} why={why} />;
    trouble.value = Said;
  };

  if (code === 'rate_changed' && problem.offer) {
    const to = problem.offer;
    intent.renew();
    batch(() => {
      agreed.value = undefined;
      say({ kind: 'rate_moved', from: choice.offer, to });
      shopper.go({ type: 'rate_moved', offer: to });
    });
  } else if (code === 'offer_expired' || code === 'offer_gone' || code === 'offer_invalid') {
    shopper.go({ type: 'offer_lost', why: code === 'offer_gone' ? code : 'offer_expired' });
  } else if (errors.length && errors.every((error) => refusedField(error, details.accounts.length))) {
    shopper.go({ type: 'details_refused', fields: errors });
  } else if (code === 'contract_refused' || code === 'invalid_request') {
    say({ kind: 'refused', fields: errors });
  } else if (code === 'contract_outcome_unknown' || code === 'request_in_progress') {
    trouble.value = 'unsure';
  } else {
    if (code === 'idempotency_key_reused') intent.renew();
    say({ kind: 'other', trouble: troubleOf(new ProblemError(problem)) });
  }
}

interface NotMadeNoticeProps {
  readonly shopper: Shopper;
  readonly why: NotMade;
}

function NotMadeNotice({ shopper, why }: NotMadeNoticeProps) {
  return (
    <Lazy
      shopper={shopper}
      bars={1}
      load={() =>
        shopper.language
          .later()
          .then((words) => words.notMade())
          .then((texts) => ({ texts }))
      }
    >
      {({ texts }) => <Said shopper={shopper} why={why} texts={texts} />}
    </Lazy>
  );
}

function Said({ shopper, why, texts }: NotMadeNoticeProps & { readonly texts: NotMadeTexts }) {
  const { format, language } = shopper;
  switch (why.kind) {
    case 'rate_moved': {
      const { from, to } = why;
      return (
        <Notice>
          <strong>{texts.rateMoved(format.rateText(from.rate), format.rateText(to.rate))}</strong>{' '}
          {texts.rateMovedCost(format.dollars(from.estimate.annual), format.dollars(to.estimate.annual))}
        </Notice>
      );
    }
    case 'refused':
      return (
        <Notice action={texts.chooseAnother} onAction={() => shopper.go({ type: 'choose_again' })}>
          {refusalWords(texts, why.fields)} <CallUs shopper={shopper} />
        </Notice>
      );
    case 'other':
      return (
        <Notice>
          {{ ...language.shell.trouble, ...texts.trouble }[why.trouble]} <CallUs shopper={shopper} />
        </Notice>
      );
  }
}
