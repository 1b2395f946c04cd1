import { useSignal } from '@preact/signals';
import type { Offer } from '../../wire/offer.ts';
import { comparableRate } from '../comparable-rate.ts';
import { DescriptionItem } from '../components/description-item.tsx';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { Format } from '../i18n/format.ts';
import { MAX_COMPARED } from './offer-list.ts';
import { OfferPdf, OpenComparison } from './offer-tools.lazy.tsx';
import type { OffersViewProps } from './offers-store.ts';
import { selectOffer } from './select-offer.ts';
import { calculateSavings, offerKey } from './selectors.ts';

interface OfferRowProps extends OffersViewProps {
  readonly offer: Offer;
  readonly isBest: boolean;
}

export function OfferRow({ context, quote, messages, list, offer, isBest }: OfferRowProps) {
  const { format } = context;
  const downloads = useSignal(0);
  const { estimate, product, supplier, termMonths } = offer;
  const key = offerKey(offer);
  const comparable = comparableRate(offer, offer.rate);
  const rate = format.rate(comparable);
  const isFixed = product.kind === 'fixed';
  const monthly = messages.perMonth(format.dollars(estimate.monthly));
  // The rate tells apart the offers of one supplier with the same term.
  const name = `${messages.offerName(supplier.name, termMonths)}, ${format.rateText(comparable)}`;
  const previousRate = list.priceChanges.value.previousRates.get(key);
  const savings = isFixed ? calculateSavings(offer, format) : undefined;
  const compared = list.selected.value.map(offerKey);
  const isCompared = compared.includes(key);
  const isComparisonFull = compared.length >= MAX_COMPARED && !isCompared;
  // The price details of the best offer are visible without a click.
  const open = list.toggledRows.value.get(key) ?? (isBest && list.sortKey.value === 'cost');
  return (
    <li class="offer-row">
      <div>
        <h3 aria-label={name}>{supplier.name}</h3>
        {isBest && isFixed && (
          <p class="offer-badge">
            {messages.recommended}: {messages.recommendation(termMonths >= 12, list.isFiltered.value)}
          </p>
        )}
        <p class="text-muted">
          {messages.kind[product.kind]} · {messages.term(termMonths)}
          {offer.greenPercent > 0 && ` · ${messages.green(format.percent(offer.greenPercent))}`}
        </p>
      </div>
      <p class="offer-row-rate">
        <strong>{rate.value}</strong> {rate.unit}
        {product.kind === 'fixed_pass_through' && (
          <span class="text-small text-muted"> {messages.plusPassThrough}</span>
        )}
        {previousRate && (
          <span class="text-small offer-row-previous-rate">
            {messages.previousRate(format.rateText(comparableRate(offer, previousRate)))}
          </span>
        )}
      </p>
      <div>
        <p>
          {isFixed ? monthly : messages.approximately(monthly)} · {messages.perYear(format.dollars(estimate.annual))}
        </p>
        {savings && (
          <p class={`savings savings-${savings.direction}`}>
            {messages.difference[savings.direction](savings.amount, messages.period(savings.months))}
          </p>
        )}
      </div>
      <button
        type="button"
        class={isBest ? 'button-primary' : ''}
        aria-disabled={quote.offers.freshness.value !== 'current'}
        aria-label={messages.chooseOffer(name)}
        onClick={() => selectOffer(context, quote, offer)}
      >
        {messages.choose}
      </button>
      <div class="offer-compare">
        <label class="checkbox">
          <input
            type="checkbox"
            checked={isCompared}
            disabled={isComparisonFull}
            aria-describedby={isComparisonFull ? 'comparison-full' : undefined}
            aria-label={`${messages.compare} ${name}`}
            onChange={(event) => list.setCompared(offer, event.currentTarget.checked)}
          />
          {messages.compare}
        </label>
        {isCompared && compared.length > 1 && <OpenComparison context={context} list={list} offer={offer} />}
      </div>
      <details
        open={open}
        onToggle={(event) => event.currentTarget.open !== open && list.setExpanded(offer, event.currentTarget.open)}
      >
        <summary aria-label={`${messages.details}: ${name}`}>{messages.details}</summary>
        {open && <OfferDetails format={format} messages={messages} offer={offer} />}
        <button
          type="button"
          class="button-link"
          aria-label={`${messages.downloadPdf}: ${name}`}
          onClick={() => {
            downloads.value++;
          }}
        >
          {messages.downloadPdf}
        </button>
        {downloads.value > 0 && <OfferPdf context={context} quote={quote} offer={offer} downloads={downloads.value} />}
      </details>
    </li>
  );
}

interface OfferDetailsProps {
  readonly format: Format;
  readonly messages: OffersMessages;
  readonly offer: Offer;
}

function OfferDetails({ format, messages, offer }: OfferDetailsProps) {
  const { estimate, brokerFee, monthlyFee, product } = offer;
  const hasFee = Number(monthlyFee.amount) > 0;
  const unit = format.unit(offer.rate.unit);
  const { conversion } = estimate;

  return (
    <dl class="offer-details">
      <DescriptionItem term={messages.passThroughLabel}>{messages.passThrough[product.kind]}</DescriptionItem>
      <DescriptionItem term={messages.componentsLabel}>
        {Object.entries(messages.components).map(([kind, name]) => {
          const component = offer.components?.find((candidate) => candidate.kind === kind);
          return (
            <p key={kind}>
              {name}: {messages.treatments[component?.treatment ?? 'not_stated']}
              {component?.estimate &&
                messages.componentEstimate(format.dollars(component.estimate.annual), component.estimate.source)}
            </p>
          );
        })}
      </DescriptionItem>
      <DescriptionItem term={messages.brokerFeeLabel}>
        {messages.brokerFee(
          `$${format.number(Number(brokerFee.mils) / 1000)}`,
          format.number(brokerFee.mils),
          unit,
          format.dollars(brokerFee.term),
        )}
      </DescriptionItem>
      <DescriptionItem term={messages.monthlyFeeLabel}>
        {hasFee ? messages.monthlyFee(format.fee(monthlyFee)) : messages.noMonthlyFee}
      </DescriptionItem>
      <DescriptionItem term={messages.calculationLabel}>
        {`${format.number(estimate.usage.amount)} ${format.unit(estimate.usage.unit)} × ${format.rateText(offer.rate)}`}
        {hasFee && ` + 12 × ${format.fee(monthlyFee)}`} = {messages.perYear(format.fee(estimate.annual))}.{' '}
        {conversion &&
          `${messages.billedAs(format.rateText(offer.rate))} 1 ${format.unit(conversion.from)} = ${format.number(conversion.factor)} ${format.unit(conversion.to)}.`}
      </DescriptionItem>
      {offer.supplier.license && (
        <DescriptionItem term={messages.licenseLabel}>{offer.supplier.license}</DescriptionItem>
      )}
      <ContractTerms format={format} messages={messages} offer={offer} />
    </dl>
  );
}

export function ContractTerms({ format, messages, offer }: OfferDetailsProps) {
  const { earlyTermination, supplier, swingPercent, termMonths } = offer;
  const documents = offer.documents.filter(({ url }) => /^https?:\/\//.test(url));
  return (
    <>
      <DescriptionItem term={messages.earlyTerminationLabel}>
        {messages.earlyTermination[earlyTermination.kind](format.fee(earlyTermination.amount))}
      </DescriptionItem>
      <DescriptionItem term={messages.usageToleranceLabel}>
        {swingPercent === null
          ? messages.usageToleranceUnlimited
          : swingPercent > 0
            ? messages.usageTolerance(format.percent(swingPercent))
            : messages.usageToleranceNone}
      </DescriptionItem>
      {documents.length > 0 && (
        <DescriptionItem term={messages.documentsLabel}>
          {documents.map(({ kind, url }) => (
            <a
              key={url}
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`${messages.documents[kind]}: ${messages.offerName(supplier.name, termMonths)}`}
            >
              {messages.documents[kind]}
            </a>
          ))}
        </DescriptionItem>
      )}
    </>
  );
}
