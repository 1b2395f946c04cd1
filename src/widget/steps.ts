import customerCss from './customer/customer.css?inline';
import offersCss from './rates/offers.css?inline';
import signingCss from './signing/signing.css?inline';
import stepCss from './step.css?inline';

/** What a customer goes through from the first offers to the contract: one file, since who sees offers may choose one. */
export { CustomerStep } from './customer/customer-step.tsx';
export { OffersView } from './rates/offers-view.tsx';
export { ReviewStep } from './signing/review-step.tsx';
export { keepStepHistory } from './step-history.ts';
export const css = offersCss + stepCss + customerCss + signingCss;
