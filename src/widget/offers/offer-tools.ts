import compare from './comparison-table.css?inline';
import extras from './offer-tools.css?inline';

/** What the offers are read and chosen without: one file, which comes when the first of it is asked for. */
export { ComparisonBar } from './comparison-bar.tsx';
export { CumulativeCostChart } from './cumulative-cost-chart.tsx';
export { ExpiryCountdown } from './expiry-countdown.tsx';
export { PriceChangesNotice } from './price-changes-notice.tsx';
export const css = compare + extras;
