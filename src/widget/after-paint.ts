/** What the first step can be seen and filled in without: it comes beside the first paint, in one file, not before it. */
export { default as css } from './after-paint.css?inline';
export { accentFrom } from './branding.ts';
export { prefillAgain } from './prefill-again.ts';
export { quietKeys } from './quiet-keys.ts';
