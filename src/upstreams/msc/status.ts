import { z } from 'zod';

/** The states My Service Cloud gives a contract, and each account under it (names assumed; see the seeds' "submitted", "accepted"). */
export const mscStatus = z.enum([
  'draft',
  'sent',
  'viewed',
  'signed',
  'submitted',
  'accepted',
  'enrolled',
  'flowing',
  'declined',
  'expired',
  'voided',
  'on_hold',
  'rejected',
  'rescinded',
  'cancelled',
  'dropped',
]);
export type MscStatus = z.infer<typeof mscStatus>;

/** What disturbs a line: controls, and marks that turn the direction of what stands around them. */
const UNPRINTABLE = /\p{Cc}|\p{Zl}|\p{Zp}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** At most `most` letters of one line: in a reason stands what people typed, and people are shown it. */
const sanitizedText = (maxLength: number) =>
  z
    .string()
    .transform((text) =>
      [...text.toWellFormed().replace(UNPRINTABLE, ' ').replace(/ {2,}/g, ' ').trim()].slice(0, maxLength).join(''),
    );

/**
 * Why a status was given: the supplier's own code or the utility's EDI 814 code, with their words. `SIGNER_DECLINED` carries
 * the signer's own words (assumed): for nobody but who signs, and for no log.
 */
export const mscReason = z.object({ code: sanitizedText(60), message: sanitizedText(500) });
export type MscReason = z.infer<typeof mscReason>;

/**
 * Who signs the customer's side, in signing order from 1 (our assumption: nothing is published about signers). The first is
 * the one the contract was made for, and the one a signing URL is for. The contract stays `viewed` until all have signed.
 */
export const mscSigner = z.object({ order: z.int().min(1), status: z.enum(['waiting', 'signed', 'declined']) });
export type MscSigner = z.infer<typeof mscSigner>;
