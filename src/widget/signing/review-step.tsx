import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Alert } from '../components/alert.tsx';
import { createLazy } from '../components/lazy.tsx';
import { Status } from '../components/live-region.tsx';
import { SubmissionAdvice } from '../customer/submission-advice.tsx';
import { errorText } from '../error-text.ts';
import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import type { ReviewMessages } from '../i18n/en/review-step.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { Rejection } from './handle-rejection.ts';
import { isSignedByEmail } from './presentation.ts';
import { consentLocale, createReviewStore, type ReviewStore, type SubmitError } from './review-store.ts';
import { ReviewTerms } from './review-terms.tsx';

interface ReviewStepProps {
  readonly context: WidgetContext;
  readonly selection: SelectedOffer;
  readonly details: CustomerDetails;
  readonly messages: ReviewMessages;
}

export function ReviewStep({ context, selection, details, messages }: ReviewStepProps) {
  const { format } = context;
  const store = useMemo(() => createReviewStore(context), [context]);
  const checkbox = useRef<HTMLInputElement>(null);
  const submission = store.submission.value;
  const isSending = submission.status === 'loading';
  const loadedConsent = store.consent.state.value.data;
  // After a change of language, the old text is hidden until the effect below has loaded the new text.
  const consent = loadedConsent?.locale === consentLocale(context) ? loadedConsent : undefined;
  const consentError = store.consentError.value;
  const emailMessages = isSignedByEmail(context) ? messages.emailSigning : undefined;
  const { offerToken } = selection.offer;
  useEffect(() => {
    store.loadConsent();
    addEventListener('online', store.reconnect);
    return () => {
      removeEventListener('online', store.reconnect);
      store.consent.cancel();
    };
  }, [store, offerToken, format.locale]);
  useEffect(() => {
    if (consentError && consent) checkbox.current?.focus();
  }, [consentError, consent]);

  return (
    <div class="section">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          store.submit(messages.popupWaiting);
          if (store.consentError.value) checkbox.current?.focus();
        }}
      >
        <h2>{messages.heading}</h2>
        <p class="text-muted">{emailMessages?.notBinding ?? messages.notBinding}</p>
        <ReviewTerms
          selection={selection}
          details={details}
          messages={messages}
          format={format}
          disabled={isSending}
          onEdit={(field) => context.dispatch(field ? { type: 'back', field } : { type: 'restarted' })}
        />
        <SubmissionAdvice
          context={context}
          details={details}
          selection={selection}
          messages={messages.submissionWarnings}
          disabled={isSending}
          onChange={(field) => context.dispatch({ type: 'back', field })}
        />
        {consent ? (
          <label class="consent">
            <input
              ref={checkbox}
              type="checkbox"
              name="consent"
              checked={store.agreedConsent.value === consent}
              aria-invalid={consentError !== undefined || undefined}
              aria-describedby="consent-note"
              onChange={(event) => store.agree(event.currentTarget.checked ? consent : undefined)}
            />
            <span>{consent.text}</span>
          </label>
        ) : (
          <ConsentState context={context} store={store} />
        )}
        <p id="consent-note" class="field-note field-note-error" aria-live="polite">
          {consent && consentError && messages.consentErrors[consentError]}
        </p>
        <Status class="visually-hidden">{isSending && messages.submitting}</Status>
        {/* The error is next to the button, because the top of the review is out of view. */}
        {submission.status === 'error' && (
          <SubmitErrorNotice
            context={context}
            error={submission.errorKind}
            messages={messages}
            onMakeAnother={(replaces) => store.submit(messages.popupWaiting, replaces)}
            onAccept={() => checkbox.current?.form?.requestSubmit()}
          />
        )}
        <div class="button-row">
          <button type="submit" class="button-primary" aria-disabled={isSending || !consent}>
            {isSending ? messages.submitting : (emailMessages?.submit(details.signer.email) ?? messages.submit)}
          </button>
          <button type="button" disabled={isSending} onClick={() => context.dispatch({ type: 'back' })}>
            {messages.back}
          </button>
        </div>
      </form>
    </div>
  );
}

interface ConsentStateProps extends Pick<ReviewStepProps, 'context'> {
  readonly store: ReviewStore;
}

function ConsentState({ context, store }: ConsentStateProps) {
  const state = store.consent.state.value;
  const { app } = context.catalog;
  if (state.status !== 'error') return <Status>{app.loading}</Status>;
  return (
    <Alert action={app.tryAgain} onAction={store.consent.retry}>
      {app.errors[state.errorKind]}
    </Alert>
  );
}

interface SubmitErrorNoticeProps extends Pick<ReviewStepProps, 'context' | 'messages'> {
  readonly error: SubmitError;
  readonly onMakeAnother: (replaces: string) => void;
  /** Called when the customer accepts the new terms. */
  readonly onAccept: () => void;
}

function SubmitErrorNotice({ context, error, messages, ...actions }: SubmitErrorNoticeProps) {
  if (
    error.kind === 'rate_changed' ||
    error.kind === 'rejected' ||
    error.kind === 'contract_exists' ||
    error.kind === 'other'
  )
    return <RejectionNotice context={context} rejection={error} {...actions} />;
  const errorMessages = { outcome_unknown: messages.outcomeUnknown, not_loaded: context.catalog.app.loadFailed };
  return <Alert>{errorText(context, error.kind, errorMessages)}</Alert>;
}

const RejectionNotice = createLazy<
  Omit<SubmitErrorNoticeProps, 'error' | 'messages'> & { readonly rejection: Rejection },
  { readonly messages: SubmissionErrorMessages }
>(async (catalog) => {
  const [{ RejectionNotice: View }, messages] = await Promise.all([
    import('./rejection-notice.tsx'),
    catalog.lazy().then((lazyMessages) => lazyMessages.submissionErrors()),
  ]);
  return { View, props: { messages } };
}, 1);
