import * as z from 'zod/mini';

/** What a page says to open a session: see `createSession`. */
export const sessionRequest = z.strictObject({
  siteKey: z.string().check(z.regex(/^pk_(test|live)_[A-Za-z0-9]{3,64}$/, 'site_key')),
  locale: z.optional(z.string().check(z.regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'locale'))),
  proof: z.optional(z.string().check(z.regex(/^[\x21-\x7e]{1,2048}$/, 'proof'))),
  resume: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'resume'))),
});
export type SessionRequest = z.infer<typeof sessionRequest>;
