import type { Offer } from '../../wire/offer.ts';
import type { FieldProblem, TermChange } from '../../wire/problem.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { errorText } from '../error-text.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { Format } from '../i18n/format.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { Rejection } from './handle-rejection.ts';

const UNSIGNED_STATUSES = ['draft', 'sent', 'viewed'];

interface RejectionNoticeProps {
  readonly context: WidgetContext;
  readonly rejection: Rejection;
  readonly messages: SubmissionErrorMessages;
  /** Creates another contract next to the existing one. */
  readonly onMakeAnother: (replaces: string) => void;
}

/** Explains why the server created no contract. */
export function RejectionNotice({ context, rejection, messages, onMakeAnother }: RejectionNoticeProps) {
  const { format } = context;
  switch (rejection.kind) {
    case 'rate_changed': {
      const { from, to, changes } = rejection;
      const isRateChanged = from.rate.amount !== to.rate.amount || from.rate.unit !== to.rate.unit;
      return (
        <Alert>
          <strong>
            {isRateChanged
              ? messages.rateChanged(format.rateText(from.rate), format.rateText(to.rate))
              : messages.termsChanged}
          </strong>{' '}
          {changes
            .filter(({ term }) => term !== 'rate')
            .map((change) => `${termChangeText(change, from, to, messages, format)} `)}
          {messages.rateChangedCost(format.dollars(from.estimate.annual), format.dollars(to.estimate.annual))}
        </Alert>
      );
    }
    case 'rejected':
      return (
        <Alert action={messages.chooseAnother} onAction={() => context.dispatch({ type: 'restarted' })}>
          {rejectionMessage(messages, rejection.fields)} <ContactPhone context={context} />
        </Alert>
      );
    case 'contract_exists': {
      const { id, reference, status, differs } = rejection.contract;
      const { existing } = messages;
      const isPending = !id && status === 'draft';
      const parts = Object.entries(existing.sections).flatMap(([name, label]) =>
        differs.includes(name) ? [label] : [],
      );
      return (
        <>
          <Alert
            action={id && existing.open}
            onAction={() => id && context.dispatch({ type: 'contract_created', contractId: id })}
          >
            {isPending ? existing.pending(reference) : existing.found(reference, UNSIGNED_STATUSES.includes(status))}{' '}
            {parts.length > 0 && `${existing.differs(format.list(parts))} `}
            {!id && !isPending && existing.elsewhere} <ContactPhone context={context} />
          </Alert>
          <button type="button" onClick={() => onMakeAnother(id ?? reference)}>
            {existing.makeAnother}
          </button>
        </>
      );
    }
    case 'other':
      return <Alert>{errorText(context, rejection.error, messages.errors)}</Alert>;
  }
}

/** A changed term with its old and its new value, as the review shows them. */
function termChangeText(
  { term, from, to }: TermChange,
  before: Offer,
  after: Offer,
  messages: SubmissionErrorMessages,
  format: Format,
): string {
  if (term === 'documents') return messages.documentsChanged;
  const label = Object.entries(messages.terms).find(([name]) => name === term)?.[1] ?? messages.otherTerm;
  return messages.termChanged(
    label,
    termText(term, before, messages, format) ?? from ?? '–',
    termText(term, after, messages, format) ?? to ?? '–',
  );
}

function termText(
  term: string,
  { monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent }: Offer,
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

/** The message for each rejection code, without duplicates, or the generic message if no code is known. */
export function rejectionMessage({ rejections }: SubmissionErrorMessages, fields: readonly FieldProblem[]): string {
  const matching = Object.entries(rejections).filter(([code]) => fields.some((field) => field.code === code));
  return matching.map(([, message]) => message).join(' ') || rejections.other;
}
