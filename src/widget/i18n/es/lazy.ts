import type { LazyMessages } from '../lazy-messages.ts';
import { brokerNotice, quoteFormErrors } from './deferred.ts';

type Groups = typeof import('./groups.ts');

/** Loads one group of messages. All groups are in one file, so loading the first group loads all of them. */
const load =
  <Name extends keyof Groups>(name: Name) =>
  async (): Promise<Groups[Name]> =>
    (await import('./groups.ts'))[name];

export const lazyMessages: LazyMessages = {
  brokerNotice,
  quoteFormErrors,
  usageEstimator: load('usageEstimator'),
  approval: load('approval'),
  authorization: load('authorization'),
  locationImport: load('locationImport'),
  offers: load('offers'),
  offerTools: load('offerTools'),
  customer: load('customer'),
  customerOptional: load('customerOptional'),
  quoteRequest: load('quoteRequest'),
  rejectionReasons: load('rejectionReasons'),
  review: load('review'),
  submissionErrors: load('submissionErrors'),
  tracking: load('tracking'),
};
