import type { Signal } from '@preact/signals';
import { PoliteAlert } from '../components/live-region.tsx';
import type { LazyMessages } from '../i18n/lazy-messages.ts';
import { QuoteRequest } from '../quote-request/quote-request.lazy.tsx';
import type { WidgetContext } from '../widget-context.ts';
import { DualFuelView, OffersView, type OpenPanel, usagePanels } from './panels.lazy.tsx';
import type { RatesStore } from './rates-store.ts';

export interface RatesPanelsProps {
  readonly context: WidgetContext;
  readonly rates: RatesStore;
  readonly notice: 'offer_expired' | 'offer_gone' | undefined;
  /** Whether the customer can request a quote, because the ZIP code has no rates. */
  readonly canRequestQuote: boolean | undefined;
  readonly openPanel: Signal<OpenPanel | undefined>;
  /** Focuses the form's control with this name. */
  readonly focusField: (name: string) => void;
}

export function RatesPanels({
  context,
  rates,
  notice,
  canRequestQuote,
  openPanel,
  focusField,
  messages,
}: RatesPanelsProps & { readonly messages: Pick<LazyMessages, 'quoteFormErrors'> }) {
  const { primary } = rates;
  const gas = rates.gas.value;
  const panel = openPanel.value;
  const Panel = panel && usagePanels[panel.name];
  const offersRequested = primary.offersRequested.value || gas?.offersRequested.value;
  return (
    <>
      {notice && <PoliteAlert>{messages.quoteFormErrors.offerUnavailable[notice]}</PoliteAlert>}
      {panel && Panel && (
        <Panel
          key={panel.name + panel.quote.commodity.value}
          context={context}
          commodity={panel.quote.commodity.value}
          utility={panel.quote.utility.value}
          utilities={panel.quote.utilities.value.data ?? []}
          onComplete={(result) => {
            rates.applyUsage(panel.quote, result);
            openPanel.value = undefined;
            focusField(panel.quote === gas ? 'gas-usage' : 'usage');
          }}
          onCancel={() => {
            openPanel.value = undefined;
            panel.toggle.focus();
          }}
        />
      )}
      {canRequestQuote && (
        <QuoteRequest context={context} commodity={primary.commodity.value} postalCode={rates.postalCode.value} />
      )}
      {offersRequested &&
        (gas ? (
          <DualFuelView context={context} electric={primary} gas={gas} />
        ) : (
          <OffersView context={context} quote={primary} />
        ))}
    </>
  );
}
