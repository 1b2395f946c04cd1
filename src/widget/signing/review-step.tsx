import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Offer } from '../../wire/offer.ts';
import { CallUs } from '../controls/call-us.tsx';
import { Notice } from '../controls/notice.tsx';
import { Pair } from '../controls/pair.tsx';
import { ChecklistView } from '../customer/checklist-view.tsx';
import { ChoiceSummary, hasMonthlyFee } from '../customer/choice-summary.tsx';
import { DetailsPairs } from '../customer/details-pairs.tsx';
import { warnBeforeLeaving } from '../customer/leave-warning.ts';
import type { Choice, Details } from '../flow.ts';
import type { SigningTexts } from '../i18n/en/signing.ts';
import type { Format } from '../i18n/format.ts';
import type { Shopper } from '../shopper.ts';
import { isSignedFromInbox } from './presentation.ts';
import { createReviewModel } from './review-model.ts';

interface ReviewStepProps {
  readonly shopper: Shopper;
  readonly choice: Choice;
  readonly details: Details;
  readonly texts: SigningTexts;
}

/** The last look: everything that goes into the contract, and the sentence that is agreed to. */
export function ReviewStep({ shopper, choice, details, texts }: ReviewStepProps) {
  const { format } = shopper;
  const { shell } = shopper.language;
  const { offer } = choice;
  const model = useMemo(() => createReviewModel(shopper), [shopper]);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => warnBeforeLeaving(shopper), [shopper]);
  const Trouble = model.trouble.value;
  const missing = () => model.trouble.value === 'consent_missing';
  const mailed = isSignedFromInbox(shopper) ? texts.inbox : undefined;
  const fee = hasMonthlyFee(offer) ? format.fee(offer.monthlyFee) : undefined;
  const { kind } = offer.product;
  const leaving = offer.earlyTermination;
  const consent = texts.consent({
    customer: details.customer.legalName,
    energy: texts.energy[offer.commodity],
    supplier: offer.supplier.name,
    product: offer.product.name,
    price: texts.agreedPrice[kind](format.rateText(offer.rate)),
    months: offer.termMonths,
    start: format.month(offer.startMonth),
  });

  return (
    <div class="columns">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          model.submit(consent, texts.waiting);
          if (missing()) box.current?.focus();
        }}
      >
        <h2>{texts.heading}</h2>
        <p class="muted">{mailed?.nothingYet ?? texts.nothingYet}</p>
        <dl class="pairs review">
          <Pair name={texts.price}>
            <p>
              <strong>{format.rateText(offer.rate)}</strong>
              {kind === 'fixed_pass_through' && ` ${texts.summary.plus}`} · {offer.product.name}
            </p>
            <p>{texts.passedThrough[kind]}</p>
            <p>
              {texts.estimate(
                format.dollars(offer.estimate.monthly),
                format.dollars(offer.estimate.annual),
                texts.summary.proviso[kind],
              )}{' '}
              {texts.summary.energyOnly}
            </p>
          </Pair>
          <Pair name={texts.term}>{texts.summary.from(format.month(offer.startMonth), offer.termMonths)}</Pair>
          <Pair name={texts.fees}>{texts.feesText(format.dollars(offer.brokerFee.term), fee)}</Pair>
          <Pair name={texts.leavingLabel}>{texts.leaving[leaving.kind](format.fee(leaving.amount))}</Pair>
          <Pair name={texts.swingLabel}>{swingWords(offer, texts, format)}</Pair>
          <DetailsPairs
            details={details}
            texts={texts.details}
            day={(day) =>
              new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
            }
          />
        </dl>
        <ChecklistView
          shopper={shopper}
          details={details}
          choice={choice}
          texts={texts.checklist}
          disabled={model.sending.value}
          onChange={(field) => shopper.go({ type: 'back', field })}
        />
        {typeof Trouble === 'function' ? (
          <Trouble />
        ) : (
          Trouble &&
          Trouble !== 'consent_missing' && (
            <Notice>
              {{ ...shell.trouble, unsure: texts.unsure, not_loaded: shell.stepFailed }[Trouble]}{' '}
              <CallUs shopper={shopper} />
            </Notice>
          )
        )}
        <label class="consent">
          <input
            ref={box}
            type="checkbox"
            name="consent"
            checked={model.agreed.value === consent}
            aria-invalid={missing() || undefined}
            aria-describedby="consent-note"
            onChange={(event) => model.agree(event.currentTarget.checked ? consent : undefined)}
          />
          <span>{consent}</span>
        </label>
        <p id="consent-note" class="note error" aria-live="polite">
          {missing() && texts.consentMissing}
        </p>
        <div class="actions">
          <button type="submit" class="primary" aria-disabled={model.sending.value}>
            {model.sending.value ? texts.sending : (mailed?.submit(details.signer.email) ?? texts.submit)}
          </button>
          <button type="button" disabled={model.sending.value} onClick={() => shopper.go({ type: 'back' })}>
            {texts.back}
          </button>
        </div>
      </form>
      <ChoiceSummary choice={choice} texts={texts.summary} format={format} />
    </div>
  );
}

/** How much usage may differ before the price no longer holds. */
function swingWords({ swingPercent }: Offer, texts: SigningTexts, format: Format): string {
  if (swingPercent === null) return texts.swingFree;
  return swingPercent > 0 ? texts.swing(format.percent(swingPercent)) : texts.swingNone;
}
