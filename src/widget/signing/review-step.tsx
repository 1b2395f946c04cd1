import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { Alert } from '../components/alert.tsx';
import { ContactPhone } from '../components/contact-phone.tsx';
import { DescriptionItem } from '../components/description-item.tsx';
import { DetailsList } from '../customer/details-list.tsx';
import { hasMonthlyFee, OrderSummary } from '../customer/order-summary.tsx';
import { guardUnload } from '../customer/unload-guard.ts';
import { WarningsList } from '../customer/warnings-list.tsx';
import type { CustomerDetails, SelectedOffer } from '../flow-reducer.ts';
import type { ReviewMessages } from '../i18n/en/review.ts';
import type { Format } from '../i18n/format.ts';
import type { WidgetContext } from '../widget-context.ts';
import { isSignedByEmail } from './presentation.ts';
import { createReviewStore } from './review-store.ts';

interface ReviewStepProps {
  readonly context: WidgetContext;
  readonly selection: SelectedOffer;
  readonly details: CustomerDetails;
  readonly messages: ReviewMessages;
}

/** The last look: everything that goes into the contract, and the sentence that is agreed to. */
export function ReviewStep({ context, selection, details, messages }: ReviewStepProps) {
  const { format } = context;
  const { app } = context.catalog;
  const { offer } = selection;
  const store = useMemo(() => createReviewStore(context), [context]);
  const checkbox = useRef<HTMLInputElement>(null);
  useEffect(() => guardUnload(context), [context]);
  const SubmitErrorView = store.submitError.value;
  const isConsentMissing = () => store.submitError.value === 'consent_missing';
  const emailMessages = isSignedByEmail(context) ? messages.emailSigning : undefined;
  const fee = hasMonthlyFee(offer) ? format.fee(offer.monthlyFee) : undefined;
  const { kind } = offer.product;
  const terminationFee = offer.earlyTermination;
  const consent = messages.consent({
    customer: details.customer.legalName,
    commodity: messages.commodity[offer.commodity],
    supplier: offer.supplier.name,
    product: offer.product.name,
    price: messages.agreedPrice[kind](format.rateText(offer.rate)),
    months: offer.termMonths,
    start: format.month(offer.startMonth),
  });

  return (
    <div class="step-columns">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          store.submit(consent, messages.popupWaiting);
          if (isConsentMissing()) checkbox.current?.focus();
        }}
      >
        <h2>{messages.heading}</h2>
        <p class="text-muted">{emailMessages?.notBinding ?? messages.notBinding}</p>
        <dl class="description-list review-terms">
          <DescriptionItem term={messages.price}>
            <p>
              <strong>{format.rateText(offer.rate)}</strong>
              {kind === 'fixed_pass_through' && ` ${messages.orderSummary.plusPassThrough}`} · {offer.product.name}
            </p>
            <p>{messages.passThrough[kind]}</p>
            <p>
              {messages.estimate(
                format.dollars(offer.estimate.monthly),
                format.dollars(offer.estimate.annual),
                messages.orderSummary.caveat[kind],
              )}{' '}
              {messages.orderSummary.energyOnly}
            </p>
          </DescriptionItem>
          <DescriptionItem term={messages.term}>
            {messages.orderSummary.termFrom(format.month(offer.startMonth), offer.termMonths)}
          </DescriptionItem>
          <DescriptionItem term={messages.fees}>
            {messages.feesText(format.dollars(offer.brokerFee.term), fee)}
          </DescriptionItem>
          <DescriptionItem term={messages.earlyTerminationLabel}>
            {messages.earlyTermination[terminationFee.kind](format.fee(terminationFee.amount))}
          </DescriptionItem>
          <DescriptionItem term={messages.usageToleranceLabel}>{swingMessage(offer, messages, format)}</DescriptionItem>
          <DetailsList
            details={details}
            messages={messages.reviewDetails}
            formatDate={(day) =>
              new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
            }
          />
        </dl>
        <WarningsList
          context={context}
          details={details}
          selection={selection}
          messages={messages.submissionWarnings}
          disabled={store.sending.value}
          onChange={(field) => context.dispatch({ type: 'back', field })}
        />
        {typeof SubmitErrorView === 'function' ? (
          <SubmitErrorView />
        ) : (
          SubmitErrorView &&
          SubmitErrorView !== 'consent_missing' && (
            <Alert>
              {{ ...app.errors, unsure: messages.outcomeUnknown, not_loaded: app.loadFailed }[SubmitErrorView]}{' '}
              <ContactPhone context={context} />
            </Alert>
          )
        )}
        <label class="consent">
          <input
            ref={checkbox}
            type="checkbox"
            name="consent"
            checked={store.agreedSentence.value === consent}
            aria-invalid={isConsentMissing() || undefined}
            aria-describedby="consent-note"
            onChange={(event) => store.agree(event.currentTarget.checked ? consent : undefined)}
          />
          <span>{consent}</span>
        </label>
        <p id="consent-note" class="field-note field-note-error" aria-live="polite">
          {isConsentMissing() && messages.consentMissing}
        </p>
        <div class="button-row">
          <button type="submit" class="button-primary" aria-disabled={store.sending.value}>
            {store.sending.value
              ? messages.submitting
              : (emailMessages?.submit(details.signer.email) ?? messages.submit)}
          </button>
          <button type="button" disabled={store.sending.value} onClick={() => context.dispatch({ type: 'back' })}>
            {messages.back}
          </button>
        </div>
      </form>
      <OrderSummary selection={selection} messages={messages.orderSummary} format={format} />
    </div>
  );
}

/** How much usage may differ before the price no longer holds. */
function swingMessage({ swingPercent }: Offer, messages: ReviewMessages, format: Format): string {
  if (swingPercent === null) return messages.usageToleranceUnlimited;
  return swingPercent > 0 ? messages.usageTolerance(format.percent(swingPercent)) : messages.usageToleranceNone;
}
