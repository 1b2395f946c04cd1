import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { parseTrustedProxies } from '../middleware/client-ip.ts';
import { SettingsError } from '../operator-error.ts';
import { isSecureUrl } from '../partners/origin.ts';
import type { QuotaLimits } from '../partners/site.ts';
import { DEFAULT_QUOTAS } from '../quotas/counters.ts';

/**
 * The length is limited, as it is for sites' origins, because DocuSign accepts at most 500 characters of frame
 * ancestors.
 */
const origin = z
  .string()
  .max(200)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && url.origin === text && isSecureUrl(url);
  }, 'must be an origin such as https://shop.example: scheme and host, no path (http:// on loopback hosts only)');

const positiveInteger = z.coerce.number().int().min(1).optional();

const seconds = z.coerce.number().min(0.1).max(60);

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().optional(),
  PUBLIC_ORIGIN: origin,
  PARTNERS_FILE: z.string().default('partners.yaml'),
  /** An ES module that signs with keys in a key management service: see `enrollment/msc/config.ts`. */
  SIGNER_MODULE: z
    .string()
    .refine((path) => isAbsolute(path), 'must be an absolute path')
    .optional(),
  DATABASE_FILE: z.string().default('data/shopper.db'),
  /** Selects PostgreSQL instead of `DATABASE_FILE`. Contains a password. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be postgres://user:password@host/database')
    .optional(),
  CDN_FOLDER: z.string().optional(),
  /** IP addresses and networks of the proxies whose `X-Forwarded-For` is trusted. */
  TRUSTED_PROXIES: z
    .string()
    .refine((text) => parseTrustedProxies(text) !== undefined, 'must be IP addresses or networks, such as 10.0.0.0/8')
    .optional(),
  /** Maximum requests per minute, and maximum concurrent event streams. */
  RATE_LIMIT_ADDRESS: positiveInteger,
  RATE_LIMIT_SITE: positiveInteger,
  RATE_LIMIT_SESSION: positiveInteger,
  RATE_LIMIT_WEBHOOK: positiveInteger,
  STREAMS_PER_ADDRESS: positiveInteger,
  /** How often customers may send email or create something upstream: see `quotas/counters.ts`. */
  QUOTA_EMAILS_PER_RECIPIENT: positiveInteger,
  QUOTA_EMAILS_PER_ADDRESS: positiveInteger,
  QUOTA_AUTHORIZATIONS_PER_ADDRESS: positiveInteger,
  QUOTA_CONTRACTS_PER_ADDRESS: positiveInteger,
  QUOTA_REFUSED_CONTRACTS_PER_ADDRESS: positiveInteger,
  QUOTA_RESUME_LINKS_PER_ADDRESS: positiveInteger,
  QUOTA_SIGNING_SESSIONS_PER_ADDRESS: positiveInteger,
  QUOTA_UPLOADS_PER_ADDRESS: positiveInteger,
  QUOTA_PER_SITE: positiveInteger,
  /** Maximum open connections from one IP address. Trusted proxies are exempt. */
  CONNECTIONS_PER_ADDRESS: positiveInteger,
  STREAMS_PER_SITE: positiveInteger,
  /** Timeout of one attempt of an upstream call. */
  UPSTREAM_SECONDS: seconds.default(6),
  /** Maximum calls to My Service Cloud per minute, for each partner and environment, per process. */
  UPSTREAM_CALLS_PER_MINUTE: positiveInteger,
  RECONCILE_SECONDS: seconds.default(15),
  RETENTION_SECONDS: z.coerce.number().min(0.1).max(86_400).default(600),
  /** How long a jump of the machine's clock must last before the server follows it. */
  CLOCK_SETTLE_SECONDS: z.coerce.number().min(0).max(3_600).default(60),
  /** Port of `/metrics`. Without it, metrics are not served. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /**
   * How long the server reports that it is not ready before it stops accepting connections, and how long requests in
   * progress may take after that.
   */
  DRAIN_NOTICE_SECONDS: z.coerce.number().min(0).max(60).default(3),
  DRAIN_SECONDS: z.coerce.number().min(0).max(300).default(30),
  EVIDENCE_YEARS: z.coerce.number().int().min(1).max(50).default(7),
  BFF_SECRET: z.string().min(32, 'must have at least 32 characters: openssl rand -base64 48').optional(),
  /** A mounted file with one secret per line, the active one first: see `encryption/server-keys.ts`. */
  BFF_SECRET_FILE: z.string().optional(),
  /** Keys that wrap the data keys of stored payloads, or a file with them: see `encryption/envelope-encryption.ts`. */
  PAYLOAD_KEYS: z.string().optional(),
  PAYLOAD_KEYS_FILE: z.string().optional(),
});

export type Settings = z.infer<typeof settings>;

/**
 * Reads all settings.
 *
 * @throws SettingsError
 * @example readSettings({ PUBLIC_ORIGIN: 'https://shop.example', BFF_SECRET: '…' }).PORT // 8080
 */
export const readSettings = (env: NodeJS.ProcessEnv): Settings => parseEnvironment(settings, env);

/** Settings of commands that use only the store. @throws SettingsError */
export const readStoreSettings = (env: NodeJS.ProcessEnv): Pick<Settings, 'DATABASE_FILE' | 'DATABASE_URL'> =>
  parseEnvironment(settings.pick({ DATABASE_FILE: true, DATABASE_URL: true }), env);

/** Settings for the payload keys. @throws SettingsError */
export const readKeySettings = (
  env: NodeJS.ProcessEnv,
): Pick<Settings, 'BFF_SECRET' | 'BFF_SECRET_FILE' | 'PAYLOAD_KEYS' | 'PAYLOAD_KEYS_FILE'> =>
  parseEnvironment(
    settings.pick({ BFF_SECRET: true, BFF_SECRET_FILE: true, PAYLOAD_KEYS: true, PAYLOAD_KEYS_FILE: true }),
    env,
  );

/** Settings for loading partners. @throws SettingsError */
export const readPartnersSettings = (env: NodeJS.ProcessEnv): Pick<Settings, 'PARTNERS_FILE' | 'SIGNER_MODULE'> =>
  parseEnvironment(settings.pick({ PARTNERS_FILE: true, SIGNER_MODULE: true }), env);

/** Settings for checking how pages embed the widget. @throws SettingsError */
export const readPageCheckSettings = (env: NodeJS.ProcessEnv): Pick<Settings, 'PUBLIC_ORIGIN' | 'CDN_FOLDER'> =>
  parseEnvironment(settings.pick({ PUBLIC_ORIGIN: true, CDN_FOLDER: true }), env);

/** The quotas of sites that declare none. */
export const quotaDefaults = (settings: Settings): QuotaLimits => ({
  emailsPerRecipient: settings.QUOTA_EMAILS_PER_RECIPIENT ?? DEFAULT_QUOTAS.emailsPerRecipient,
  emailsPerAddress: settings.QUOTA_EMAILS_PER_ADDRESS ?? DEFAULT_QUOTAS.emailsPerAddress,
  authorizationsPerAddress: settings.QUOTA_AUTHORIZATIONS_PER_ADDRESS ?? DEFAULT_QUOTAS.authorizationsPerAddress,
  contractsPerAddress: settings.QUOTA_CONTRACTS_PER_ADDRESS ?? DEFAULT_QUOTAS.contractsPerAddress,
  refusedContractsPerAddress: settings.QUOTA_REFUSED_CONTRACTS_PER_ADDRESS ?? DEFAULT_QUOTAS.refusedContractsPerAddress,
  resumeLinksPerAddress: settings.QUOTA_RESUME_LINKS_PER_ADDRESS ?? DEFAULT_QUOTAS.resumeLinksPerAddress,
  signingSessionsPerAddress: settings.QUOTA_SIGNING_SESSIONS_PER_ADDRESS ?? DEFAULT_QUOTAS.signingSessionsPerAddress,
  uploadsPerAddress: settings.QUOTA_UPLOADS_PER_ADDRESS ?? DEFAULT_QUOTAS.uploadsPerAddress,
  perSite: settings.QUOTA_PER_SITE ?? DEFAULT_QUOTAS.perSite,
});

function parseEnvironment<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv): z.infer<S> {
  // An empty variable counts as unset.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  throw new SettingsError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
}
