import type { FieldProblem } from '../../wire/problem.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { errorText } from '../error-text.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { Rejection } from './handle-rejection.ts';

interface RejectionNoticeProps {
  readonly context: WidgetContext;
  readonly rejection: Rejection;
  readonly messages: SubmissionErrorMessages;
}

/** Explains why the server created no contract. */
export function RejectionNotice({ context, rejection, messages }: RejectionNoticeProps) {
  const { format } = context;
  switch (rejection.kind) {
    case 'rate_changed': {
      const { from, to } = rejection;
      return (
        <Alert>
          <strong>{messages.rateChanged(format.rateText(from.rate), format.rateText(to.rate))}</strong>{' '}
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
    case 'other':
      return <Alert>{errorText(context, rejection.error, messages.errors)}</Alert>;
  }
}

/** The message for each rejection code, without duplicates, or the generic message if no code is known. */
export function rejectionMessage({ rejections }: SubmissionErrorMessages, fields: readonly FieldProblem[]): string {
  const matching = Object.entries(rejections).filter(([code]) => fields.some((field) => field.code === code));
  return matching.map(([, message]) => message).join(' ') || rejections.other;
}
