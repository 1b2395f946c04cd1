import compare from './compare.css?inline';
import extras from './offers-extras.css?inline';

/** What the offers are read and chosen without: one file, which comes when the first of it is asked for. */
export { Comparison } from './comparison.tsx';
export { CostOverTime } from './cost-over-time.tsx';
export { Countdown } from './countdown.tsx';
export { PriceNews } from './price-news.tsx';
export const css = compare + extras;
