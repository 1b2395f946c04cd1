import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import { createLazy } from '../components/lazy.tsx';
import { guardUnload } from '../customer/customer-draft.ts';
import { OrderSummary } from '../customer/order-summary.tsx';
import { SubmissionAdvice } from '../customer/submission-advice.tsx';
import { errorText } from '../error-text.ts';
import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import type { ReviewMessages } from '../i18n/en/review.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { Rejection } from './handle-rejection.ts';
import { isSignedByEmail } from './presentation.ts';
import { createReviewStore, type SubmitError } from './review-store.ts';
import { ReviewTerms } from './review-terms.tsx';

interface ReviewStepProps {
  readonly context: WidgetContext;
  readonly selection: SelectedOffer;
  readonly details: CustomerDetails;
  readonly messages: ReviewMessages;
}

/** The review step: everything that goes into the contract, and the sentence that the customer agrees to. */
export function ReviewStep({ context, selection, details, messages }: ReviewStepProps) {
  const { format } = context;
  const store = useMemo(() => createReviewStore(context), [context]);
  const checkbox = useRef<HTMLInputElement>(null);
  useEffect(() => guardUnload(context), [context]);
  const submission = store.submission.value;
  const isSending = submission.status === 'loading';
  const isConsentMissing = store.isConsentMissing.value;
  const emailMessages = isSignedByEmail(context) ? messages.emailSigning : undefined;
  const consent = consentSentence({ context, selection, details, messages });

  return (
    <div class="step-columns">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          store.submit(consent, messages.popupWaiting);
          if (store.isConsentMissing.value) checkbox.current?.focus();
        }}
      >
        <h2>{messages.heading}</h2>
        <p class="text-muted">{emailMessages?.notBinding ?? messages.notBinding}</p>
        <ReviewTerms offer={selection.offer} details={details} messages={messages} format={format} />
        <SubmissionAdvice
          context={context}
          details={details}
          selection={selection}
          messages={messages.submissionWarnings}
          disabled={isSending}
          onChange={(field) => context.dispatch({ type: 'back', field })}
        />
        {submission.status === 'error' && (
          <SubmitErrorNotice context={context} error={submission.errorKind} messages={messages} />
        )}
        <label class="consent">
          <input
            ref={checkbox}
            type="checkbox"
            name="consent"
            checked={store.agreedSentence.value === consent}
            aria-invalid={isConsentMissing || undefined}
            aria-describedby="consent-note"
            onChange={(event) => store.agree(event.currentTarget.checked ? consent : undefined)}
          />
          <span>{consent}</span>
        </label>
        <p id="consent-note" class="field-note field-note-error" aria-live="polite">
          {isConsentMissing && messages.consentMissing}
        </p>
        <div class="button-row">
          <button type="submit" class="button-primary" aria-disabled={isSending}>
            {isSending ? messages.submitting : (emailMessages?.submit(details.signer.email) ?? messages.submit)}
          </button>
          <button type="button" disabled={isSending} onClick={() => context.dispatch({ type: 'back' })}>
            {messages.back}
          </button>
        </div>
      </form>
      <OrderSummary selection={selection} messages={messages.orderSummary} format={format} />
    </div>
  );
}

function consentSentence({ context: { format }, selection: { offer }, details, messages }: ReviewStepProps): string {
  return messages.consent({
    customer: details.customer.legalName,
    commodity: messages.commodity[offer.commodity],
    supplier: offer.supplier.name,
    product: offer.product.name,
    price: messages.agreedPrice[offer.product.kind](format.rateText(offer.rate)),
    months: offer.termMonths,
    start: format.month(offer.startMonth),
  });
}

interface SubmitErrorNoticeProps extends Pick<ReviewStepProps, 'context' | 'messages'> {
  readonly error: SubmitError;
}

function SubmitErrorNotice({ context, error, messages }: SubmitErrorNoticeProps) {
  if (error.kind === 'rate_changed' || error.kind === 'rejected' || error.kind === 'other')
    return <RejectionNotice context={context} rejection={error} />;
  const errorMessages = { outcome_unknown: messages.outcomeUnknown, not_loaded: context.catalog.app.loadFailed };
  return <Alert>{errorText(context, error.kind, errorMessages)}</Alert>;
}

const RejectionNotice = createLazy<
  { readonly context: WidgetContext; readonly rejection: Rejection },
  { readonly messages: SubmissionErrorMessages }
>(async (catalog) => {
  const [{ RejectionNotice: View }, messages] = await Promise.all([
    import('./rejection-notice.tsx'),
    catalog.lazy().then((lazyMessages) => lazyMessages.submissionErrors()),
  ]);
  return { View, props: { messages } };
}, 1);
