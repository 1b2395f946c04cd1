import * as z from 'zod/mini';
import { letterStatus } from './contract-record.ts';
import type { Endpoint } from './endpoint.ts';
import { commodity } from './session.ts';
import { email, instant, line } from './text.ts';

export { type LetterStatus, letterStatus, type SigningLetter } from './contract-record.ts';

/** A letter as its owner may see it: no names, the address it went to but for its first letter, account numbers by their last four. */
export const letter = z.object({
  id: z.string(),
  /** Short enough to read out on the telephone. */
  reference: z.string(),
  status: letterStatus,
  /** What the signer wrote when declining. */
  reason: z.optional(z.string()),
  /** `a…@bakery.example` */
  to: z.string(),
  accounts: z.array(z.object({ last4: z.string() })),
  timeline: z.array(z.object({ status: letterStatus, at: instant })),
});
export type Letter = z.infer<typeof letter>;

/**
 * Sends a letter by e-mail in which the signer lets the broker read the accounts' usage. It buys nothing. Once per
 * `Idempotency-Key`. 404 where the site does not offer it.
 */
export const createLetter = {
  method: 'POST',
  path: '/v1/letters',
  session: true,
  idempotent: true,
  body: z.strictObject({
    commodity,
    utility: z.string().check(z.regex(/^[A-Z0-9]{2,12}$/, 'utility')),
    customer: z.strictObject({ legalName: line(100) }),
    signer: z.strictObject({ name: line(100), email }),
    accounts: z
      .array(z.strictObject({ identifier: z.string('required').check(z.regex(/^[A-Z0-9]{4,30}$/, 'identifier')) }))
      .check(z.minLength(1, 'required'), z.maxLength(50, 'too_many')),
  }),
  response: letter,
  status: 201,
} as const satisfies Endpoint;
export type CreateLetter = z.infer<typeof createLetter.body>;

/** The letter now. 404 for any session but the one that made it. */
export const getLetter = {
  method: 'GET',
  path: '/v1/letters/{id}',
  session: true,
  response: letter,
  status: 200,
} as const satisfies Endpoint;

/** Takes the letter back and sends it anew, to another address if one is given. 409 `letter_not_open` when it is at its end. */
export const sendLetterAgain = {
  method: 'POST',
  path: '/v1/letters/{id}/sendings',
  session: true,
  body: z.strictObject({ email: z.optional(email) }),
  response: letter,
  status: 201,
} as const satisfies Endpoint;

/** Takes the letter back. One that was signed meanwhile stays signed, which the answer says. */
export const cancelLetter = {
  method: 'POST',
  path: '/v1/letters/{id}/cancellation',
  session: true,
  body: z.strictObject({}),
  response: letter,
  status: 200,
} as const satisfies Endpoint;
