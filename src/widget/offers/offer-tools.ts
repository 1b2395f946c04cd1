import comparisonCss from './comparison.css?inline';
import { ComparisonBar, OpenComparison } from './comparison.tsx';
import { CumulativeCostChart } from './cumulative-cost-chart.tsx';
import { EmailRates } from './email-rates.tsx';
import { OfferPdf } from './offer-pdf.tsx';
import toolsCss from './offer-tools.css?inline';
import { ExpiryCountdown, NoOffers, PriceNotices } from './price-notices.tsx';

/** The components of the lazy part with the offer tools. Use them through `offer-tools.lazy.tsx`. */
export const offerTools = {
  ComparisonBar,
  CumulativeCostChart,
  EmailRates,
  ExpiryCountdown,
  NoOffers,
  OfferPdf,
  OpenComparison,
  PriceNotices,
};
export type OfferTools = typeof offerTools;
export const css = comparisonCss + toolsCss;
