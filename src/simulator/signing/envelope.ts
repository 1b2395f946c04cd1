import { randomUUID } from 'node:crypto';

/** DocuSign's side of a contract: one document, and what its first signer did with it. */
export interface Envelope {
  readonly id: string;
  /** The name adopted by typing, and when. */
  signature?: { readonly name: string; readonly at: Date };
  /** In the signer's own words. */
  declineReason?: string;
}

export const newEnvelope = (): Envelope => ({ id: randomUUID() });
