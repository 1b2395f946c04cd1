export { default as css } from './approval.css?inline';
export { ApprovalLanding } from './approval-landing.tsx';
/** Views of the lazy part for a purchase that someone else signs. */
export { ApprovalPanel } from './approval-panel.tsx';
export { ChangedTerms } from './changed-terms.tsx';
