import type { Offer } from '../../wire/offer.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { Format } from '../i18n/format.ts';

/** The terms that are shown in the customer's language. */
type ShownTerms = Pick<Offer, 'monthlyFee' | 'brokerFee' | 'earlyTermination' | 'swingPercent' | 'greenPercent'>;

export const termLabel = (term: string, messages: SubmissionErrorMessages): string =>
  Object.entries(messages.terms).find(([name]) => name === term)?.[1] ?? messages.otherTerm;

/** Returns the value of a term, formatted as in the review. Undefined for a term that the review does not format. */
export function termText(
  term: string,
  { monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent }: ShownTerms,
  messages: SubmissionErrorMessages,
  format: Format,
): string | undefined {
  switch (term) {
    case 'monthlyFee':
      return format.fee(monthlyFee);
    case 'brokerFee':
      return format.fee(brokerFee.term);
    case 'earlyTermination':
      return messages.earlyTermination[earlyTermination.kind](format.fee(earlyTermination.amount));
    case 'swingPercent':
      return swingPercent === null ? messages.usageToleranceUnlimited : format.percent(swingPercent);
    case 'greenPercent':
      return format.percent(greenPercent);
    default:
      return undefined;
  }
}
