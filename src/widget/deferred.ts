import { replaceChangedText } from './mount-effects.ts';

replaceChangedText();

/** Code that the first paint does not need. This code loads in parallel, as the lazy part `deferred`. */
export { BrokerNotice } from './broker-notice.tsx';
export { default as css } from './deferred.css?inline';
export { runMountEffects } from './mount-effects.ts';
export { ContractEndField } from './quote-form/contract-end-field.tsx';
export { RatesPanels } from './quote-form/rates-panels.tsx';
export { StepRouter } from './step-router.tsx';
