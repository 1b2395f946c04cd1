import * as z from 'zod/mini';
import { contract } from './contract-record.ts';
import type { Endpoint } from './endpoint.ts';
import { email } from './text.ts';

/**
 * Takes the letter by which a contract is signed back and sends it anew, to another address if one is given. 404 for a contract
 * that is signed in a session, 409 `letter_not_open` when the letter is at its end, 429 `rate_limited` when it is too soon
 * for the same address, or it was sent often enough.
 */
export const sendSigningLetterAgain = {
  method: 'POST',
  path: '/v1/contracts/{id}/letter/sendings',
  session: true,
  body: z.strictObject({ email: z.optional(email) }),
  response: contract,
  status: 201,
} as const satisfies Endpoint;

/** Takes the letter back, and the contract with it. One that was signed meanwhile stays signed, which the answer says. */
export const cancelSigningLetter = {
  method: 'POST',
  path: '/v1/contracts/{id}/letter/cancellation',
  session: true,
  body: z.strictObject({}),
  response: contract,
  status: 200,
} as const satisfies Endpoint;
