import * as z from 'zod/mini';
import type { Endpoint } from './endpoint.ts';
import { instant } from './text.ts';

export const commodity = z.enum(['electric', 'gas']);
export type Commodity = z.infer<typeof commodity>;

export const environment = z.enum(['test', 'live']);

/** How signing is shown: a new window opened in the click, or the same tab and back. */
export const presentation = z.enum(['popup', 'redirect']);
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
  signing: z.object({ presentations: z.array(presentation) }),
});
export type Site = z.infer<typeof site>;

export const session = z.object({ token: z.string(), expiresAt: instant, site });
export type Session = z.infer<typeof session>;

/**
 * Opens a session for the page that asks: its `Origin` must be on the site's list. With the token of a session that is
 * over, or soon will be, in `Authorization`, it goes on with that one, and with what belongs to it.
 */
export const createSession = {
  method: 'POST',
  path: '/v1/sessions',
  session: false,
  body: z.strictObject({
    siteKey: z.string().check(z.regex(/^pk_(test|live)_[A-Za-z0-9]{3,64}$/, 'site_key')),
    locale: z.optional(z.string().check(z.regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'locale'))),
  }),
  response: session,
  status: 201,
} as const satisfies Endpoint;
