import type { LazyMessages } from '../lazy-messages.ts';
import { brokerNotice } from './broker-notice.ts';
import { offers } from './offers.ts';
import { quoteFormErrors } from './quote-form-errors.ts';

export const lazyMessages: LazyMessages = {
  brokerNotice,
  quoteFormErrors,
  usageEstimator: async () => (await import('./usage-estimator.ts')).usageEstimator,
  approval: async () => (await import('./approval.ts')).approval,
  authorization: async () => (await import('./authorization.ts')).authorization,
  locationImport: async () => (await import('./location-import.ts')).locationImport,
  // Its part contains this file, too.
  offers: async () => offers,
  offerTools: async () => (await import('./offer-tools.ts')).offerTools,
  customer: async () => (await import('./customer.ts')).customer,
  customerOptional: async () => (await import('./customer-optional.ts')).customerOptional,
  quoteRequest: async () => (await import('./quote-request.ts')).quoteRequest,
  rejectionReasons: async () => (await import('./rejection-reasons.ts')).rejectionReasons,
  review: async () => (await import('./review.ts')).review,
  submissionErrors: async () => (await import('./submission-errors.ts')).submissionErrors,
  tracking: async () => (await import('./tracking.ts')).tracking,
};
