import type { ApprovalMessages } from './en/approval.ts';
import type { AuthorizationMessages } from './en/authorization.ts';
import type { CustomerMessages } from './en/customer.ts';
import type { BrokerNoticeMessages, QuoteFormErrorMessages } from './en/deferred.ts';
import type { LocationImportMessages } from './en/location-import.ts';
import type { OfferToolsMessages } from './en/offer-tools.ts';
import type { OffersMessages } from './en/offers.ts';
import type { OptionalMessages } from './en/optional-sections.ts';
import type { QuoteRequestMessages } from './en/quote-request.ts';
import type { RejectionReasonMessages } from './en/rejection-reasons.ts';
import type { ReviewMessages } from './en/review-step.ts';
import type { SubmissionErrorMessages } from './en/submission-errors.ts';
import type { TrackingMessages } from './en/tracking-step.ts';
import type { UsageEstimatorMessages } from './en/usage.ts';

/**
 * The messages of one language that the first paint does not need. Each group loads with the step or panel that shows
 * its messages.
 */
export interface LazyMessages {
  readonly brokerNotice: BrokerNoticeMessages;
  readonly quoteFormErrors: QuoteFormErrorMessages;
  usageEstimator(): Promise<UsageEstimatorMessages>;
  approval(): Promise<ApprovalMessages>;
  authorization(): Promise<AuthorizationMessages>;
  locationImport(): Promise<LocationImportMessages>;
  offers(): Promise<OffersMessages>;
  offerTools(): Promise<OfferToolsMessages>;
  customer(): Promise<CustomerMessages>;
  customerOptional(): Promise<OptionalMessages>;
  quoteRequest(): Promise<QuoteRequestMessages>;
  rejectionReasons(): Promise<RejectionReasonMessages>;
  review(): Promise<ReviewMessages>;
  submissionErrors(): Promise<SubmissionErrorMessages>;
  tracking(): Promise<TrackingMessages>;
}
