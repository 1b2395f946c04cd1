import {
  createApprovalRequest,
  getApprovalRequest,
  replaceApprovalLink,
  revokeApprovalRequest,
} from './approval-request.ts';
import { cancelAuthorization, createAuthorization, getAuthorization, resendAuthorization } from './authorization.ts';
import { createConsent } from './consent.ts';
import { contractEvents, getContract } from './contract.ts';
import { contractDocument, createDocumentLink } from './contract-document.ts';
import { requestContractLink } from './contract-link-request.ts';
import { createContract } from './create-contract.ts';
import { emailRates } from './email-rates.ts';
import { emailResumeLink } from './email-resume-link.ts';
import { listOffers } from './offer.ts';
import { createOfferDocument } from './offer-document.ts';
import { getPreparedPurchase, getSubmittedPurchase } from './prepared-purchase.ts';
import { requestQuote } from './quote-request.ts';
import { createResumeLink } from './resume-link.ts';
import { createSession, endSessions } from './session.ts';
import { cancelSignatureRequest, resendSignatureRequest } from './signature-request.ts';
import { createSigningSession } from './signing.ts';
import { uploadFile } from './upload.ts';
import { estimateUsage } from './usage-estimate.ts';
import { listUtilities } from './utility.ts';
import { lookUpUtilities } from './utility-lookup.ts';

/** Every endpoint of the API between widget and BFF, by name. */
export const endpoints = {
  createSession,
  endSessions,
  listUtilities,
  lookUpUtilities,
  listOffers,
  emailRates,
  requestQuote,
  createOfferDocument,
  estimateUsage,
  uploadFile,
  createConsent,
  createContract,
  getContract,
  contractEvents,
  contractDocument,
  createDocumentLink,
  createResumeLink,
  emailResumeLink,
  requestContractLink,
  createApprovalRequest,
  getApprovalRequest,
  replaceApprovalLink,
  revokeApprovalRequest,
  getPreparedPurchase,
  getSubmittedPurchase,
  createSigningSession,
  resendSignatureRequest,
  cancelSignatureRequest,
  createAuthorization,
  getAuthorization,
  resendAuthorization,
  cancelAuthorization,
} as const;
