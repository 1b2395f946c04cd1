/** What the first step can be seen and filled in without: it comes beside the first paint, in one file, not before it. */
export { default as css } from './after-paint.css?inline';
export { isolate } from './frame/isolate.ts';
export { LaterStep } from './later-steps.tsx';
export { prefillAgain } from './prefill-again.ts';
export { settle } from './settle.ts';
