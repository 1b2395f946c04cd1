import { z } from 'zod';
import { isDevelopmentOrigin } from './sites/origin.ts';

/** Short, as a site's origins are: DocuSign takes at most 500 characters of framing origins. */
const origin = z
  .string()
  .max(200)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.origin === text && (url.protocol === 'https:' || isDevelopmentOrigin(text));
  }, 'an origin like https://shop.example: scheme and host, no path (http:// only on this machine)');

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().optional(),
  PUBLIC_ORIGIN: origin,
  PARTNERS_FILE: z.string().default('partners.yaml'),
  DATABASE_FILE: z.string().default('data/shopper.db'),
  CDN_FOLDER: z.string().optional(),
  BFF_SECRET: z.string().min(32, 'at least 32 characters: openssl rand -base64 48'),
});

/** How the server is set up, from environment variables. */
export type Settings = z.infer<typeof settings>;

/** The environment does not hold what the server needs. `message` has one line a variable, without values. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError @example readSettings({ PUBLIC_ORIGIN: 'https://shop.example', BFF_SECRET: '…' }).PORT // 8080 */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => {
  // A variable that is set to nothing is not set.
  const parsed = settings.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  throw new SettingsError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
};
