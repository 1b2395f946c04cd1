import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { isoDateTime } from './primitives.ts';

export const commodity = z.enum(['electric', 'gas']);
export type Commodity = z.infer<typeof commodity>;

export const environment = z.enum(['test', 'live']);

/**
 * How signing is presented: in DocuSign's focused view on the page, in a popup that opens on click, or by a redirect
 * in the same tab.
 */
export const presentation = z.enum(['focused', 'popup', 'redirect']);
export type Presentation = z.infer<typeof presentation>;

/** The settings of the site that a widget may read. They contain no secrets. */
export const site = z.object({
  name: z.string(),
  environment,
  /**
   * `accent` is `#rrggbb`; `phone` and `email` are the broker's own contact details. `licenses` are the broker's
   * licenses or registrations by state (two letters). `privacyUrl` is the https URL of the broker's privacy policy.
   */
  branding: z.object({
    accent: z.optional(z.string()),
    phone: z.optional(z.string()),
    email: z.optional(z.string()),
    legalName: z.optional(z.string()),
    licenses: z.optional(z.array(z.object({ state: z.string(), license: z.string() }))),
    privacyUrl: z.optional(z.string()),
  }),
  commodities: z.array(commodity).check(z.minLength(1)),
  locales: z.array(z.string()),
  /** Present if customers can authorize the broker to read their usage. */
  usageAuthorization: z.optional(z.literal(true)),
  /** Whether the site's owner emails resume links, approval links and rates. */
  mailsLinks: z.optional(z.boolean()),
  signing: z.object({
    /** Present if contracts are signed by email instead of in a signing session. */
    method: z.optional(z.literal('email')),
    presentations: z.array(presentation),
    /**
     * Present if `presentations` contains `focused`: the URL of DocuSign's own script, which must never be copied, and
     * our integration key.
     */
    docusign: z.optional(z.object({ bundle: z.string(), integrationKey: z.string() })),
  }),
});
export type Site = z.infer<typeof site>;

/**
 * `contractId` is set if the session was opened with a resume link. It identifies the contract that the link gives
 * access to. `approvalRequestId` is set if the session was opened with an approval link.
 */
export const session = z.object({
  token: z.string(),
  expiresAt: isoDateTime,
  site,
  contractId: z.optional(z.string()),
  approvalRequestId: z.optional(z.string()),
});
export type Session = z.infer<typeof session>;

const linkSecret = z.string().check(z.regex(/^[\w-]{43}$/, 'secret'));

/**
 * Opens a session for the calling page, whose `Origin` must be on the site's list. If `Authorization` contains the
 * token of an expired or expiring session, renews that session. `resume` is the secret of a resume link: the session
 * gets access to the link's contract, or the response is 410 `resume_link_spent` if the link was used or has expired.
 * `approval` is the secret of an approval link: the session gets access to the prepared purchase, or the response is
 * 410 `approval_link_spent` if the link was used or revoked, or has expired. A session is opened with one link. `proof`
 * is the token of a bot check such as Turnstile. If the site requires a bot check, a request without `proof` receives 403 `bot_check_required`, unless
 * it renews a session. A session ends 30 days after it was opened, or when the customer or the operator ends it: its
 * token then receives 401 `session_ended`, and a request without it opens a new session.
 */
export const createSession = {
  method: 'POST',
  path: '/v1/sessions',
  session: false,
  body: z.strictObject({
    siteKey: z.string().check(z.regex(/^pk_(test|live)_[A-Za-z0-9]{3,64}$/, 'site_key')),
    locale: z.optional(z.string().check(z.regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'locale'))),
    proof: z.optional(z.string().check(z.regex(/^[\x21-\x7e]{1,2048}$/, 'proof'))),
    resume: z.optional(linkSecret),
    approval: z.optional(linkSecret),
  }),
  response: session,
  status: 201,
} as const satisfies Endpoint;

/**
 * Signs out everywhere: ends this session if it owns a contract, an authorization or an approval request, and every
 * other session with access to one of its contracts. Their tokens, event streams and document links stop working.
 * Resume links that have not been used stop working too.
 */
export const endSessions = {
  method: 'DELETE',
  path: '/v1/sessions',
  session: true,
  response: z.object({ ended: z.number() }),
  status: 200,
} as const satisfies Endpoint;
