import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { isDevelopmentOrigin } from '../auth/origin.ts';
import { parseTrustedProxies } from '../middleware/client-ip.ts';

/** Short, as a site's origins are: DocuSign takes at most 500 characters of framing origins. */
const origin = z
  .string()
  .max(200)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.origin === text && (url.protocol === 'https:' || isDevelopmentOrigin(text));
  }, 'an origin like https://shop.example: scheme and host, no path (http:// only on this machine)');

const positiveInteger = z.coerce.number().int().min(1).optional();

const seconds = z.coerce.number().min(0.1).max(60);

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().optional(),
  PUBLIC_ORIGIN: origin,
  PARTNERS_FILE: z.string().default('partners.yaml'),
  /** An ES module that signs with keys which a key service keeps: see `config/signer-module.ts`. */
  SIGNER_MODULE: z
    .string()
    .refine((path) => isAbsolute(path), 'an absolute path')
    .optional(),
  DATABASE_FILE: z.string().default('data/shopper.db'),
  /** When given, the store is PostgreSQL and `DATABASE_FILE` is not used. Holds a password. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'postgres://user:password@host/database')
    .optional(),
  CDN_FOLDER: z.string().optional(),
  /** Addresses and networks of the proxies before this server, whose `X-Forwarded-For` counts. */
  TRUSTED_PROXIES: z
    .string()
    .refine((text) => parseTrustedProxies(text) !== undefined, 'addresses or networks, like 10.0.0.0/8')
    .optional(),
  /** Requests a minute, and event streams at a time. */
  RATE_LIMIT_ADDRESS: positiveInteger,
  RATE_LIMIT_SITE: positiveInteger,
  RATE_LIMIT_SESSION: positiveInteger,
  STREAMS_PER_ADDRESS: positiveInteger,
  STREAMS_PER_SITE: positiveInteger,
  /** How long one try of one call to the upstream may take, and how often silent contracts are looked for. */
  UPSTREAM_SECONDS: seconds.default(6),
  RECONCILE_SECONDS: seconds.default(15),
  /** Where `/metrics` is served; without a port, nowhere. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** How long it says that it is not ready before it takes no more connections, and how long what is under way may take then. */
  DRAIN_NOTICE_SECONDS: z.coerce.number().min(0).max(60).default(3),
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(30),
  BFF_SECRET: z.string().min(32, 'at least 32 characters: openssl rand -base64 48').optional(),
  /** Instead of it, a mounted file with one a line, the one in use first: see `server-secrets.ts`. */
  BFF_SECRET_FILE: z.string().optional(),
  /** Keys that wrap the data keys of stored payloads, or a file of them: see `encryption/payload-keys.ts`. */
  PAYLOAD_KEYS: z.string().optional(),
  PAYLOAD_KEYS_FILE: z.string().optional(),
});

/** How the server is set up, from environment variables. */
export type Settings = z.infer<typeof settings>;

/** The environment does not hold what the server needs. `message` has one line a variable, without values. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** @throws SettingsError @example readSettings({ PUBLIC_ORIGIN: 'https://shop.example', BFF_SECRET: '…' }).PORT // 8080 */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => parseEnvironment(settings, env);

/** What a command needs that touches the store only. @throws SettingsError */
export const readStoreSettings = (env: NodeJS.ProcessEnv): Pick<Settings, 'DATABASE_FILE' | 'DATABASE_URL'> =>
  parseEnvironment(settings.pick({ DATABASE_FILE: true, DATABASE_URL: true }), env);

/** What the payload keys are read from. @throws SettingsError */
export const readKeySettings = (
  env: NodeJS.ProcessEnv,
): Pick<Settings, 'BFF_SECRET' | 'BFF_SECRET_FILE' | 'PAYLOAD_KEYS' | 'PAYLOAD_KEYS_FILE'> =>
  parseEnvironment(
    settings.pick({ BFF_SECRET: true, BFF_SECRET_FILE: true, PAYLOAD_KEYS: true, PAYLOAD_KEYS_FILE: true }),
    env,
  );

/** Where partners are declared, and their keys. @throws SettingsError */
export const readPartnersSettings = (env: NodeJS.ProcessEnv): Pick<Settings, 'PARTNERS_FILE' | 'SIGNER_MODULE'> =>
  parseEnvironment(settings.pick({ PARTNERS_FILE: true, SIGNER_MODULE: true }), env);

function parseEnvironment<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> {
  // A variable that is set to nothing is not set.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  throw new SettingsError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
}
