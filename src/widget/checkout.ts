import customerCss from './customer/customer.css?inline';
import offersCss from './offers/offers.css?inline';
import signingCss from './signing/signing.css?inline';
import stepCss from './step.css?inline';

/**
 * The lazy part with all views from the offers to the review. The views share one file, because most customers who see
 * offers continue to the form.
 */
export { CustomerStep } from './customer/customer-step.tsx';
export { OffersView } from './offers/offers-view.tsx';
export { ReviewStep } from './signing/review-step.tsx';
export { syncHistory } from './step-history.ts';
export const css = offersCss + stepCss + customerCss + signingCss;
