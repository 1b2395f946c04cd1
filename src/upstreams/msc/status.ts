import { z } from 'zod';

/** Statuses of a contract, and of each of its accounts. The names are assumed. */
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

/** Characters that break a line or change the direction of the surrounding text. */
const UNPRINTABLE = /\p{Cc}|\p{Zl}|\p{Zp}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line of at most `maxLength` characters. Reasons contain text that people typed and that we display. */
const sanitizedText = (maxLength: number) =>
  z
    .string()
    .transform((text) =>
      [...text.toWellFormed().replace(UNPRINTABLE, ' ').replace(/ {2,}/g, ' ').trim()].slice(0, maxLength).join(''),
    );

/**
 * The reason for a status: the supplier's own code or the utility's EDI 814 code, with their text. `SIGNER_DECLINED`
 * has the signer's own words (assumed), which only the signer may see and which are never logged.
 */
export const mscReason = z.object({ code: sanitizedText(60), message: sanitizedText(500) });
export type MscReason = z.infer<typeof mscReason>;

/**
 * A signer on the customer's side. `order` starts at 1 (assumed: signers are undocumented). The contract was created
 * for the first signer, and signing URLs are always for that signer. The status stays `viewed` until all have signed.
 */
export const mscSigner = z.object({ order: z.int().min(1), status: z.enum(['waiting', 'signed', 'declined']) });
export type MscSigner = z.infer<typeof mscSigner>;
