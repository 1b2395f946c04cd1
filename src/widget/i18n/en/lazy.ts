import type { LazyMessages } from '../lazy-messages.ts';
import { brokerNotice, quoteFormErrors } from './deferred.ts';
import { offers } from './offers.ts';

export const lazyMessages: LazyMessages = {
  brokerNotice,
  quoteFormErrors,
  usageEstimator: async () => (await import('./usage.ts')).usageEstimator,
  approval: async () => (await import('./approval.ts')).approval,
  authorization: async () => (await import('./authorization.ts')).authorization,
  locationImport: async () => (await import('./location-import.ts')).locationImport,
  // These messages and this file are in the same lazy part, so they are imported statically.
  offers: async () => offers,
  offerTools: async () => (await import('./offer-tools.ts')).offerTools,
  customer: async () => (await import('./customer.ts')).customer,
  customerOptional: async () => (await import('./optional-sections.ts')).customerOptional,
  quoteRequest: async () => (await import('./quote-request.ts')).quoteRequest,
  rejectionReasons: async () => (await import('./rejection-reasons.ts')).rejectionReasons,
  review: async () => (await import('./review-step.ts')).review,
  submissionErrors: async () => (await import('./submission-errors.ts')).submissionErrors,
  tracking: async () => (await import('./tracking-step.ts')).tracking,
};
