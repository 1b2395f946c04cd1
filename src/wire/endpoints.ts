import { cancelAuthorization, createAuthorization, getAuthorization, resendAuthorization } from './authorization.ts';
import { createConsent } from './consent.ts';
import { contractEvents, getContract } from './contract.ts';
import { contractDocument, createDocumentLink } from './contract-document.ts';
import { createContract } from './create-contract.ts';
import { listOffers } from './offer.ts';
import { requestQuote } from './quote-request.ts';
import { createResumeLink, emailResumeLink, requestContractLink } from './resume-link.ts';
import {
  createApprovalRequest,
  getApprovalRequest,
  getPreparedPurchase,
  getSubmittedPurchase,
  replaceApprovalLink,
  revokeApprovalRequest,
} from './saved-purchase.ts';
import { createSession, endSessions } from './session.ts';
import { createOfferDocument, emailRates } from './share-offers.ts';
import { cancelSignatureRequest, createSigningSession, resendSignatureRequest } from './signing.ts';
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
