import {
  contractDocument,
  contractEvents,
  createContract,
  createDocumentLink,
  createResumeLink,
  getContract,
} from './contract.ts';
import { cancelLetter, createLetter, getLetter, sendLetterAgain } from './letter.ts';
import { listOffers } from './offer.ts';
import { offersQuestion } from './offers-question.ts';
import { mailResumeLink } from './resume-mail.ts';
import { createSession } from './session.ts';
import { sessionRequest } from './session-request.ts';
import { createSigningSession } from './signing.ts';
import { cancelSigningLetter, sendSigningLetterAgain } from './signing-letter.ts';
import { uploadFile } from './upload.ts';
import { estimateUsage } from './usage-estimate.ts';
import { listUtilities } from './utility.ts';
import { lookUpUtilities } from './utility-lookup.ts';

/** Every call between widget and BFF, by name. Each stands in the file of its concept. */
export const endpoints = {
  createSession: { ...createSession, body: sessionRequest },
  listUtilities,
  lookUpUtilities,
  listOffers: { ...listOffers, body: offersQuestion },
  estimateUsage,
  uploadFile,
  createContract,
  getContract,
  contractEvents,
  contractDocument,
  createDocumentLink,
  createResumeLink,
  mailResumeLink,
  createSigningSession,
  sendSigningLetterAgain,
  cancelSigningLetter,
  createLetter,
  getLetter,
  sendLetterAgain,
  cancelLetter,
} as const;
