import { useSignal } from '@preact/signals';
import type { Money } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import { SegmentedControl } from '../components/fields.tsx';
import { Status } from '../components/live-region.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { Quote } from './offers-store.ts';
import { OffersView } from './offers-view.tsx';
import { bestOffer } from './selectors.ts';

export interface DualFuelViewProps {
  readonly context: WidgetContext;
  readonly electric: Quote;
  readonly gas: Quote;
  readonly messages: OffersMessages;
  readonly dualFuelMessages: OfferToolsMessages['dualFuel'];
}

/** Shows the total cost of electricity and gas, and the offers for one commodity at a time. */
export function DualFuelView({ context, electric, gas, messages, dualFuelMessages }: DualFuelViewProps) {
  const { format, catalog } = context;
  const pending = context.pendingCommodities.value;
  const selected = useSignal<Commodity>(pending[0] ?? 'electric');
  const quote = { electric, gas }[selected.value];
  const annualCosts = { electric: bestAnnualCost(electric), gas: bestAnnualCost(gas) };
  const total =
    annualCosts.electric && annualCosts.gas
      ? { amount: String(Number(annualCosts.electric.amount) + Number(annualCosts.gas.amount)) }
      : undefined;
  const commodityNames = catalog.app.quoteForm;
  const label = (commodity: Commodity) => {
    const best = annualCosts[commodity];
    const name = commodityNames[commodity];
    return best ? dualFuelMessages.fromPerYear(name, format.dollars(best)) : name;
  };
  const [lastCommodity] = pending;
  if (pending.length === 1 && lastCommodity)
    return <SecondPurchase {...{ context, electric, gas, messages, dualFuelMessages }} commodity={lastCommodity} />;
  return (
    <>
      <div class="section dual-fuel-summary">
        {total && <h2>{dualFuelMessages.total(format.dollars({ ...total, currency: 'USD' }))}</h2>}
        <p class="text-muted">{dualFuelMessages.signedSeparately}</p>
        <SegmentedControl
          name="onShow"
          label={dualFuelMessages.ratesFor}
          hideLabel
          value={selected.value}
          options={(['electric', 'gas'] as const).map((value) => ({ value, label: label(value) }))}
          onChange={(value) => {
            selected.value = value;
          }}
        />
      </div>
      {quote.offersRequested.value ? (
        <OffersView key={selected.value} context={context} quote={quote} messages={messages} />
      ) : (
        <Status class="section text-muted">{dualFuelMessages.fieldsMissing(commodityNames[selected.value])}</Status>
      )}
    </>
  );
}

/** Shows the offers for the second commodity after the customer has signed a contract for the first. */
function SecondPurchase({
  context,
  messages,
  dualFuelMessages,
  commodity,
  ...quotes
}: DualFuelViewProps & { readonly commodity: Commodity }) {
  const names = context.catalog.app.quoteForm;
  const purchased = commodity === 'gas' ? 'electric' : 'gas';
  return (
    <>
      <div class="section dual-fuel-summary">
        <p class="dual-fuel-purchased">
          <span aria-hidden="true">✓ </span>
          {dualFuelMessages.purchased(names[purchased], context.sessionStore.read('purchasedReference'))}
        </p>
        <h2>{dualFuelMessages.second(names[commodity])}</h2>
      </div>
      <OffersView context={context} quote={quotes[commodity]} messages={messages} />
    </>
  );
}

function bestAnnualCost({ offers }: Quote): Money | undefined {
  const result = offers.state.value;
  return result.status === 'success' ? bestOffer(result.data.offers)?.estimate.annual : undefined;
}
