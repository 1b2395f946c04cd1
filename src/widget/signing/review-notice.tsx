import type { Offer } from '../../wire/offer.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import { CallUs } from '../controls/call-us.tsx';
import { Lazy } from '../controls/lazy.tsx';
import { Notice } from '../controls/notice.tsx';
import type { NotMadeTexts } from '../i18n/en/not-made.ts';
import type { Shopper } from '../shopper.ts';
import type { Trouble } from '../trouble.ts';
import { refusalWords } from './refusal-words.ts';

/** Why there is no contract yet. */
export type NotMade =
  | { readonly kind: 'rate_moved'; readonly from: Offer; readonly to: Offer }
  /** It may or may not have been made; trying again finds out, and makes no second one. */
  | { readonly kind: 'unsure' }
  /** The supplier takes no contract for this offer: nothing in the form would change that. */
  | { readonly kind: 'refused'; readonly fields: readonly FieldProblem[] }
  | { readonly kind: 'other'; readonly trouble: Trouble };

interface ReviewNoticeProps {
  readonly shopper: Shopper;
  readonly why: NotMade;
}

/** What came of sending, when it was no contract, with the words for it: hardly anybody needs them. */
export function ReviewNotice({ shopper, why }: ReviewNoticeProps) {
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

function Said({ shopper, why, texts }: ReviewNoticeProps & { readonly texts: NotMadeTexts }) {
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
    case 'unsure':
      return (
        <Notice>
          {texts.unsure} <CallUs shopper={shopper} />
        </Notice>
      );
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
