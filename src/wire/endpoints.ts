import { contractDocument, contractEvents, createContract, getContract } from './contract.ts';
import { listOffers } from './offer.ts';
import { createSession } from './session.ts';
import { createSigningSession } from './signing.ts';
import { listUtilities } from './utility.ts';

/** Every call between widget and BFF, by name. Each stands in the file of its concept. */
export const endpoints = {
  createSession,
  listUtilities,
  listOffers,
  createContract,
  getContract,
  contractEvents,
  contractDocument,
  createSigningSession,
} as const;
