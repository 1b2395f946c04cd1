import { randomUUID } from 'node:crypto';

/** DocuSign's side of a contract: one document, one signer. */
export interface Envelope {
  readonly id: string;
  /** The name adopted by typing, and when. */
  signature?: { readonly name: string; readonly at: Date };
  /** In the signer's own words: kept here, sent nowhere. */
  declineReason?: string;
}

export const newEnvelope = (): Envelope => ({ id: randomUUID() });
