/** Everything that the first step does not need for its first paint. Loaded in parallel, as part of `quote-form`. */
export { applyOptionChanges } from './apply-option-changes.ts';
export { default as css } from './deferred.css?inline';
export { runMountEffects } from './mount-effects.ts';
export { StepRouter } from './step-router.tsx';
