import * as z from 'zod/mini';
import type { Endpoint, RequestBody } from './endpoint.ts';
import { isoDateTime } from './primitives.ts';

export const commodity = z.enum(['electric', 'gas']);
export type Commodity = z.infer<typeof commodity>;

export const environment = z.enum(['test', 'live']);

/** How signing is shown: DocuSign's focused view in the page, a new window opened in the click, or the same tab and back. */
export const presentation = z.enum(['focused', 'popup', 'redirect']);
export type Presentation = z.infer<typeof presentation>;

/** What a widget may know of the site it stands on. Nothing here is secret. */
export const site = z.object({
  name: z.string(),
  environment,
  /** `accent` is `#rrggbb`; `phone` and `email` are the broker's own, for "call us instead". */
  branding: z.object({
    accent: z.optional(z.string()),
    phone: z.optional(z.string()),
    email: z.optional(z.string()),
  }),
  commodities: z.array(commodity).check(z.minLength(1)),
  locales: z.array(z.string()),
  /** There: the broker can read the usage itself, once a letter of authorization is signed. */
  usageAuthorization: z.optional(z.literal(true)),
  /** Its owner mails resume links to who asks for one. */
  mailsLinks: z.optional(z.boolean()),
  signing: z.object({
    /** There: contracts are signed from an inbox, later and elsewhere; else in a session opened on this page. */
    method: z.optional(z.literal('email')),
    presentations: z.array(presentation),
    /** There when `focused` is: the address of DocuSign's own script, never to be copied, and who asks for it. */
    docusign: z.optional(z.object({ bundle: z.string(), integrationKey: z.string() })),
  }),
});
export type Site = z.infer<typeof site>;

/** `contractId`: the contract that a resume link opened. */
export const session = z.object({
  token: z.string(),
  expiresAt: isoDateTime,
  site,
  contractId: z.optional(z.string()),
});
export type Session = z.infer<typeof session>;

/** The request body of `createSession`. */
export const sessionRequest = z.strictObject({
  siteKey: z.string().check(z.regex(/^pk_(test|live)_[A-Za-z0-9]{3,64}$/, 'site_key')),
  locale: z.optional(z.string().check(z.regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'locale'))),
  proof: z.optional(z.string().check(z.regex(/^[\x21-\x7e]{1,2048}$/, 'proof'))),
  resume: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'resume'))),
});
export type SessionRequest = z.infer<typeof sessionRequest>;

const sessionEndpoint = {
  method: 'POST',
  path: '/v1/sessions',
  session: false,
  response: session,
  status: 201,
} as const satisfies Endpoint;

/**
 * Opens a session for the page that asks: its `Origin` must be on the site's list. With the token of a session that is
 * over, or soon will be, in `Authorization`, it goes on with that one, and with what belongs to it. With `resume`, the
 * secret of a resume link, it goes on where that link was made: 410 `resume_link_spent` when it was used or is too old.
 * `proof` is what a bot check gave the page (Turnstile's token); without one, a site that has the check says 403
 * `bot_check_required`, but never to a session that goes on.
 */
export const createSession: typeof sessionEndpoint & RequestBody<SessionRequest> = sessionEndpoint;
