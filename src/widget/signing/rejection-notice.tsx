import type { Offer } from '../../wire/offer.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { Lazy } from '../components/lazy.tsx';
import type { ErrorKind } from '../error-kind.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { WidgetContext } from '../widget-context.ts';
import { rejectionMessage } from './rejection-message.ts';

/** Why no contract was created. */
export type Rejection =
  | { readonly kind: 'rate_changed'; readonly from: Offer; readonly to: Offer }
  /** The supplier rejects this offer for this customer. No change to the form would help. */
  | { readonly kind: 'rejected'; readonly fields: readonly FieldProblem[] }
  | { readonly kind: 'other'; readonly error: ErrorKind };

interface RejectionNoticeProps {
  readonly context: WidgetContext;
  readonly rejection: Rejection;
}

/** Shows why no contract was created. Its messages load with it. */
export function RejectionNotice({ context, rejection }: RejectionNoticeProps) {
  return (
    <Lazy
      context={context}
      skeletonRows={1}
      load={() =>
        context.catalog
          .lazy()
          .then((lazyMessages) => lazyMessages.submissionErrors())
          .then((messages) => ({ messages }))
      }
    >
      {({ messages }) => <RejectionMessage context={context} rejection={rejection} messages={messages} />}
    </Lazy>
  );
}

function RejectionMessage({
  context,
  rejection,
  messages,
}: RejectionNoticeProps & { readonly messages: SubmissionErrorMessages }) {
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
      return (
        <Alert>
          {{ ...context.catalog.app.errors, ...messages.errors }[rejection.error]} <ContactPhone context={context} />
        </Alert>
      );
  }
}
