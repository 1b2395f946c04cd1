import { useSignal } from '@preact/signals';
import type { Commodity } from '../../wire/session.ts';
import { Lazy } from '../components/lazy.tsx';
import { SegmentedControl } from '../components/segmented-control.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { QuoteFormStore } from '../quote-form/quote-form-store.ts';
import type { WidgetContext } from '../widget-context.ts';
import { bestOffer } from './best-offer.ts';
import { OffersView } from './offers-view.tsx';

interface DualFuelViewProps {
  readonly context: WidgetContext;
  readonly electric: QuoteFormStore;
  readonly gas: QuoteFormStore;
  readonly messages: OffersMessages;
}

/** Electricity and gas in one go: what both would cost together, and the offers of one at a time. */
export function DualFuelView({ context, electric, gas, messages }: DualFuelViewProps) {
  const { format, catalog } = context;
  const selected = useSignal<Commodity>(context.pendingCommodities.value[0] ?? 'electric');
  const forms = { electric, gas };
  const annualCosts = { electric: bestAnnualCost(electric), gas: bestAnnualCost(gas) };
  const total =
    annualCosts.electric && annualCosts.gas
      ? { amount: String(Number(annualCosts.electric.amount) + Number(annualCosts.gas.amount)) }
      : undefined;
  const commodityNames = catalog.app.quoteForm;
  const label = (dualFuelMessages: OfferToolsMessages['dualFuel'], commodity: Commodity) => {
    const best = annualCosts[commodity];
    return best
      ? dualFuelMessages.fromPerYear(commodityNames[commodity], format.dollars(best))
      : commodityNames[commodity];
  };
  return (
    <Lazy
      context={context}
      load={async () => {
        const { dualFuel } = await (await context.catalog.lazy()).offerTools();
        return dualFuel;
      }}
    >
      {(dualFuelMessages) => (
        <>
          <div class="section dual-fuel-summary">
            {total && <h2>{dualFuelMessages.total(format.dollars({ ...total, currency: 'USD' }))}</h2>}
            <p class="text-muted">{dualFuelMessages.signedSeparately}</p>
            <SegmentedControl
              name="onShow"
              label={dualFuelMessages.ratesFor}
              hideLabel
              value={selected.value}
              options={(['electric', 'gas'] as const).map((value) => ({
                value,
                label: label(dualFuelMessages, value),
              }))}
              onChange={(value) => {
                selected.value = value;
              }}
            />
          </div>
          {forms[selected.value].offersRequested.value ? (
            <OffersView key={selected.value} context={context} form={forms[selected.value]} messages={messages} />
          ) : (
            <p class="section text-muted" role="status">
              {dualFuelMessages.fieldsMissing(commodityNames[selected.value])}
            </p>
          )}
        </>
      )}
    </Lazy>
  );
}

/** What a year costs with the offer that the list speaks of first. */
function bestAnnualCost(form: QuoteFormStore) {
  const result = form.offers.value;
  return result.status === 'success' ? bestOffer(result.data.offers)?.estimate.annual : undefined;
}
