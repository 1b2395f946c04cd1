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
  readonly openPanel: OpenPanel | undefined;
  readonly onPanelClose: () => void;
}

export function RatesPanels({
  context,
  rates,
  notice,
  canRequestQuote,
  openPanel,
  onPanelClose,
  messages,
}: RatesPanelsProps & { readonly messages: Pick<LazyMessages, 'quoteFormErrors'> }) {
  const { primary } = rates;
  const gas = rates.gas.value;
  const offersRequested = primary.offersRequested.value || gas?.offersRequested.value;
  return (
    <>
      {notice && <PoliteAlert>{messages.quoteFormErrors.offerUnavailable[notice]}</PoliteAlert>}
      {openPanel && (
        <UsagePanel
          key={openPanel.name + openPanel.quote.commodity.value}
          context={context}
          rates={rates}
          openPanel={openPanel}
          onPanelClose={onPanelClose}
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

interface UsagePanelProps extends Omit<RatesPanelsProps, 'notice' | 'canRequestQuote'> {
  readonly openPanel: OpenPanel;
}

function UsagePanel({ context, rates, openPanel: { name, quote }, onPanelClose }: UsagePanelProps) {
  const Panel = usagePanels[name];
  return (
    <Panel
      context={context}
      commodity={quote.commodity.value}
      utility={quote.utility.value}
      utilities={quote.utilities.value.data ?? []}
      onComplete={(result) => {
        rates.applyUsage(quote, result);
        onPanelClose();
      }}
    />
  );
}
