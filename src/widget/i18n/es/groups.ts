/** All messages that load later than the first screen, in one file. */
export { approval } from './approval.ts';
export { authorization } from './authorization.ts';
export { customer } from './customer.ts';
export { locationImport } from './location-import.ts';
export { offerTools } from './offer-tools.ts';
export { offers } from './offers.ts';
export { customerOptional } from './optional-sections.ts';
export { quoteRequest } from './quote-request.ts';
export { rejectionReasons } from './rejection-reasons.ts';
export { review } from './review-step.ts';
export { submissionErrors } from './submission-errors.ts';
export { tracking } from './tracking-step.ts';
export { usageEstimator } from './usage.ts';
