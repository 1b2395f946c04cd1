import type { Offer } from '../../wire/offer.ts';
import type { OpenedPurchase } from '../../wire/saved-purchase.ts';
import type { ApprovalMessages } from '../i18n/en/approval.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import { termLabel, termText } from '../signing/term-text.ts';
import type { WidgetContext } from '../widget-context.ts';

interface ChangedTermsProps {
  readonly context: WidgetContext;
  readonly change: NonNullable<OpenedPurchase['change']>;
  readonly offer: Offer;
  readonly messages: ApprovalMessages['opening'];
  readonly submissionErrors: SubmissionErrorMessages;
}

export function ChangedTerms({
  context: { format },
  change: { from, terms },
  offer,
  messages,
  submissionErrors,
}: ChangedTermsProps) {
  const rows: readonly (readonly [string, string, string])[] = [
    [messages.rate, format.rateText(from.rate), format.rateText(offer.rate)],
    [messages.annualCost, format.dollars(from.estimate.annual), format.dollars(offer.estimate.annual)],
    ...terms
      .filter(({ term }) => term !== 'rate')
      .map(({ term, from: before, to: after }): readonly [string, string, string] =>
        term === 'documents' || term === 'components'
          ? [
              term === 'documents' ? messages.documents : termLabel(term, submissionErrors),
              messages.documentsBefore,
              messages.documentsAfter,
            ]
          : [
              termLabel(term, submissionErrors),
              termText(term, from, submissionErrors, format) ?? before ?? '–',
              termText(term, offer, submissionErrors, format) ?? after ?? '–',
            ],
      ),
  ];
  return (
    <table class="changed-terms">
      <thead>
        <tr>
          <th scope="col">{messages.term}</th>
          <th scope="col">{messages.before}</th>
          <th scope="col">{messages.after}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, before, after]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
