import { randomUUID } from 'node:crypto';

/** The signing side of a contract: one document, and what its first signer did with it. */
export interface Envelope {
  readonly id: string;
  /** The name adopted by typing, and when. */
  signature?: {
    readonly name: string;
    readonly signedAt: Date /** Where it was signed elsewhere. */;
    readonly agreementId?: string;
  };
  /** In the signer's own words. */
  declineReason?: string;
}

export const newEnvelope = (): Envelope => ({ id: randomUUID() });
