import type { ComponentType } from 'preact';
import { createLazy } from '../components/lazy.tsx';
import type { OfferToolsMessages } from '../i18n/en/offer-tools.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { ComparisonBarProps, OpenComparisonProps } from './comparison.tsx';
import type { CumulativeCostChartProps } from './cumulative-cost-chart.tsx';
import type { EmailRatesProps } from './email-rates.tsx';
import type { OfferPdfProps } from './offer-pdf.tsx';
import type { OfferTools } from './offer-tools.ts';
import type { ExpiryCountdownProps, NoOffersProps, PriceNoticesProps } from './price-notices.tsx';

interface LoadedProps {
  readonly toolMessages: OfferToolsMessages;
}

/**
 * Creates an offer tool. All offer tools load as one lazy part when the first tool is shown, and take up no space until
 * then.
 */
function lazyTool<Props extends { readonly context: WidgetContext }>(
  select: (tools: OfferTools) => ComponentType<Props & LoadedProps>,
) {
  return createLazy<Props, LoadedProps>(async (catalog) => {
    const [{ offerTools, css }, toolMessages] = await Promise.all([
      import('./offer-tools.ts'),
      catalog.lazy().then((lazyMessages) => lazyMessages.offerTools()),
    ]);
    return { View: select(offerTools), css, props: { toolMessages } };
  }, 0);
}

export const ComparisonBar = lazyTool<ComparisonBarProps>((tools) => tools.ComparisonBar);
export const CumulativeCostChart = lazyTool<CumulativeCostChartProps>((tools) => tools.CumulativeCostChart);
export const EmailRates = lazyTool<EmailRatesProps>((tools) => tools.EmailRates);
export const ExpiryCountdown = lazyTool<ExpiryCountdownProps>((tools) => tools.ExpiryCountdown);
export const NoOffers = lazyTool<NoOffersProps>((tools) => tools.NoOffers);
export const OfferPdf = lazyTool<OfferPdfProps>((tools) => tools.OfferPdf);
export const OpenComparison = lazyTool<OpenComparisonProps>((tools) => tools.OpenComparison);
export const PriceNotices = lazyTool<PriceNoticesProps>((tools) => tools.PriceNotices);
