import { useEffect, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import type { Rate } from '../../wire/primitives.ts';
import type { FieldProblem, TermChange } from '../../wire/problem.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { customerDraft } from '../customer/customer-draft.ts';
import { errorText } from '../error-text.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { Format } from '../i18n/format.ts';
import { RequestLink } from '../request-link.tsx';
import type { WidgetContext } from '../widget-context.ts';
import type { Rejection } from './handle-rejection.ts';
import { termLabel, termText } from './term-text.ts';

const UNSIGNED_STATUSES = ['draft', 'sent', 'viewed'];

interface RejectionNoticeProps {
  readonly context: WidgetContext;
  readonly rejection: Rejection;
  readonly messages: SubmissionErrorMessages;
  readonly onMakeAnother: (replaces: string) => void;
  /** Called when the customer accepts the new terms. */
  readonly onAccept: () => void;
}

export function RejectionNotice(props: RejectionNoticeProps) {
  const { context, rejection, messages, onMakeAnother } = props;
  const { format } = context;
  switch (rejection.kind) {
    case 'rate_changed':
      return <RateChangedNotice {...props} {...rejection} />;
    case 'rejected':
      return (
        <Alert action={messages.chooseAnother} onAction={() => context.dispatch({ type: 'restarted' })}>
          {rejectionMessage(messages, rejection.fields)} <ContactPhone context={context} />
        </Alert>
      );
    case 'contract_exists': {
      // The customer left this contract unsigned in order to change it.
      if (rejection.contract.id !== undefined && rejection.contract.id === customerDraft(context).contractId.value)
        return <AutomaticReplacement contractId={rejection.contract.id} onReplace={onMakeAnother} />;
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
          {!id && !isPending && <RequestLink context={context} reference={reference} messages={existing.requestLink} />}
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

interface AutomaticReplacementProps {
  readonly contractId: string;
  readonly onReplace: (contractId: string) => void;
}

/** Sends the request again, as one that replaces the contract. The review shows that the contract is being prepared. */
function AutomaticReplacement({ contractId, onReplace }: AutomaticReplacementProps) {
  useEffect(() => onReplace(contractId), []);
  return null;
}

type RateChangedNoticeProps = Omit<RejectionNoticeProps, 'rejection' | 'onMakeAnother'> &
  Extract<Rejection, { kind: 'rate_changed' }>;

function RateChangedNotice({ context, messages, from, to, changes, onAccept }: RateChangedNoticeProps) {
  const { format } = context;
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), [to]);
  const isRateChanged = from.rate.amount !== to.rate.amount || from.rate.unit !== to.rate.unit;
  const newRate = format.rateText(to.rate);
  return (
    <div class="alert rate-changed" role="alert" tabIndex={-1} ref={notice}>
      <p>
        <strong>
          {isRateChanged ? messages.rateChanged(percentChange(from.rate, to.rate, format)) : messages.termsChanged}
        </strong>
      </p>
      {isRateChanged && (
        <p>
          <s>
            <span class="visually-hidden">{messages.before}: </span>
            {format.rateText(from.rate)}
          </s>{' '}
          <span class="visually-hidden">{messages.now}: </span>
          <strong>{newRate}</strong>
        </p>
      )}
      {changes
        .filter(({ term }) => term !== 'rate')
        .map((change) => (
          <p key={change.term}>{termChangeText(change, from, to, messages, format)}</p>
        ))}
      <p>{messages.rateChangedCost(format.dollars(from.estimate.annual), format.dollars(to.estimate.annual))}</p>
      <p class="button-row">
        <button type="button" onClick={onAccept}>
          {isRateChanged ? messages.acceptRate(newRate) : messages.acceptTerms}
        </button>
        <button type="button" class="button-link" onClick={() => context.dispatch({ type: 'restarted' })}>
          {messages.seeOtherRates}
        </button>
      </p>
    </div>
  );
}

/** Returns the change of the rate, such as `+4%`, or undefined if the unit has also changed. */
function percentChange(from: Rate, to: Rate, format: Format): string | undefined {
  if (from.unit !== to.unit) return undefined;
  const change = (Number(to.amount) / Number(from.amount) - 1) * 100;
  return `${change > 0 ? '+' : '−'}${format.percent(Math.abs(change))}`;
}

function termChangeText(
  { term, from, to }: TermChange,
  before: Offer,
  after: Offer,
  messages: SubmissionErrorMessages,
  format: Format,
): string {
  if (term === 'documents') return messages.documentsChanged;
  if (term === 'components') return messages.componentsChanged;
  return messages.termChanged(
    termLabel(term, messages),
    termText(term, before, messages, format) ?? from ?? '–',
    termText(term, after, messages, format) ?? to ?? '–',
  );
}

/** Returns the message for each rejection code, without duplicates, or the generic message if no code is known. */
export function rejectionMessage({ rejections }: SubmissionErrorMessages, fields: readonly FieldProblem[]): string {
  const matching = Object.entries(rejections).filter(([code]) => fields.some((field) => field.code === code));
  return matching.map(([, message]) => message).join(' ') || rejections.other;
}
