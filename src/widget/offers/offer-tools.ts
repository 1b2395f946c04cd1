import comparisonCss from './comparison.css?inline';
import { ComparisonBar, OpenComparison } from './comparison.tsx';
import { CumulativeCostChart } from './cumulative-cost-chart.tsx';
import { EmailRates } from './email-rates.tsx';
import { ExpiryCountdown } from './expiry-countdown.tsx';
import { OfferPdf } from './offer-pdf.tsx';
import toolsCss from './offer-tools.css?inline';
import { PriceChangesNotice } from './price-changes-notice.tsx';

/** The offer tools, with the props that they receive in addition to those of the lazy component. */
export const offerTools = {
  ComparisonBar,
  CumulativeCostChart,
  EmailRates,
  ExpiryCountdown,
  OfferPdf,
  OpenComparison,
  PriceChangesNotice,
};
export type OfferTools = typeof offerTools;
export const css = comparisonCss + toolsCss;
