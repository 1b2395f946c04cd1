import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { mscConfig } from '../enrollment/msc/config.ts';
import { findHostedPageErrors, hostedPageConfig } from '../hosted-page/config.ts';
import { webhookConfig } from '../outbox/config.ts';
import { isDevelopmentOrigin, isOriginEntry } from '../partners/origin.ts';
import type { Environment } from '../partners/site.ts';
import { quotaConfig } from '../quotas/counters.ts';
import { botCheckConfig } from '../sessions/bot-check.ts';
import { loaConfig } from '../signature-requests/config.ts';
import { signingConfig } from '../signing/config.ts';

const name = z.string().min(1).max(100);

const environment = z.strictObject({
  ...mscConfig.shape,
  /** Enables signature requests by email, for usage authorizations and for contracts. */
  letters: loaConfig.optional(),
});
export type EnvironmentConfig = z.infer<typeof environment>;

const site = z.strictObject({
  key: z.string().regex(/^pk_(test|live)_[A-Za-z0-9]{3,64}$/, 'must be pk_test_… or pk_live_…'),
  name,
  origins: z
    .array(
      z
        .string()
        .max(200)
        .refine(isOriginEntry, 'must be an origin such as https://www.example.com: scheme and host, no path'),
    )
    .min(1),
  branding: z
    .strictObject({
      accent: z
        .string()
        .regex(/^#[0-9a-fA-F]{6}$/, 'must be a color such as #0b6e4f')
        .optional(),
      phone: z.string().max(30).optional(),
      email: z.email().optional(),
      /** The broker's registered name, if it differs from the site's name. */
      legalName: z.string().max(100).optional(),
      /** Licenses or registrations that a state requires brokers to disclose. */
      licenses: z
        .array(
          z.strictObject({
            state: z.string().regex(/^[A-Z]{2}$/, 'must be a state such as TX'),
            license: z.string().max(80),
          }),
        )
        .max(51)
        .optional(),
      privacyUrl: z
        .url({ protocol: /^https$/, error: 'must be an https:// URL' })
        .max(500)
        .optional(),
    })
    .default({}),
  commodities: z
    .array(z.enum(['electric', 'gas']))
    .min(1)
    .default(['electric', 'gas']),
  /** Languages of the widget. The first is the default. */
  locales: z
    .array(z.enum(['en', 'es']))
    .min(1)
    .default(['en']),
  webhooks: z.array(webhookConfig).max(10).default([]),
  /** Whether customers can authorize the broker to read their usage. */
  usageAuthorization: z.boolean().default(false),
  botCheck: botCheckConfig.optional(),
  /** Whether new sessions are denied. Customers with a session can continue. */
  paused: z.boolean().default(false),
  quotas: quotaConfig.optional(),
  hosted: hostedPageConfig.optional(),
  signing: signingConfig.default({ method: 'session' }),
});
export type SiteConfig = z.infer<typeof site>;

const partner = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be lowercase letters, digits and dashes'),
  name,
  environments: z.strictObject({ test: environment.optional(), live: environment.optional() }),
  sites: z.array(site).min(1),
  /** Whether all sites of the partner are paused. */
  paused: z.boolean().default(false),
});
export type PartnerConfig = z.infer<typeof partner>;

type Path = readonly (string | number)[];
type AddIssue = (path: Path, message: string) => void;

/**
 * `partners.yaml`. Unknown keys are rejected, so that a misspelled option is not ignored.
 *
 * @throws z.ZodError with the path of each error, which `yaml-file.ts` converts to a line number
 */
export const partnersSchema = z.strictObject({ partners: z.array(partner).min(1) }).superRefine((file, context) => {
  const addIssue: AddIssue = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  const assertUniqueId = createUniqueCheck(addIssue, 'id');
  const assertUniqueKey = createUniqueCheck(addIssue, 'key');
  const assertUniqueSlug = createUniqueCheck(addIssue, 'slug');
  for (const [p, { id, environments, sites }] of file.partners.entries()) {
    assertUniqueId(['partners', p, 'id'], id);
    for (const [s, siteConfig] of sites.entries()) {
      const path = ['partners', p, 'sites', s];
      assertUniqueKey([...path, 'key'], siteConfig.key);
      if (siteConfig.hosted) assertUniqueSlug([...path, 'hosted', 'slug'], siteConfig.hosted.slug);
      const addSiteIssue: AddIssue = (subpath, message) => addIssue([...path, ...subpath], message);
      checkEnvironment(siteConfig, environments, addSiteIssue);
      for (const [subpath, message] of siteConfig.hosted ? findHostedPageErrors(siteConfig.hosted, siteConfig) : [])
        addSiteIssue(['hosted', ...subpath], message);
    }
  }
});

function createUniqueCheck(addIssue: AddIssue, name: string): (path: Path, value: string) => void {
  const seen = new Set<string>();
  return (path, value) => {
    if (seen.has(value)) addIssue(path, `this ${name} is used twice`);
    seen.add(value);
  };
}

/** Checks that the partner's environment has everything that the site uses. */
function checkEnvironment(
  { key, usageAuthorization, signing, origins }: SiteConfig,
  environments: PartnerConfig['environments'],
  addIssue: AddIssue,
): void {
  const environmentName = environmentOf(key);
  const declared = environments[environmentName];
  const scope = `in the partner’s ${environmentName} environment`;
  if (!declared) {
    addIssue(['key'], `a ${environmentName} key, but the partner has no ${environmentName} environment`);
  }
  if (usageAuthorization && !declared?.letters?.usageTemplate) {
    addIssue(['usageAuthorization'], `usageAuthorization requires letters with a usageTemplate ${scope}`);
  }
  if (signing.method === 'email' && !declared?.letters?.contractTemplate) {
    addIssue(['signing', 'method'], `email requires letters with a contractTemplate ${scope}`);
  }
  if (signing.presentations?.includes('focused') && !declared?.docusign) {
    addIssue(['signing', 'presentations'], `focused requires docusign ${scope}`);
  }
  for (const [o, origin] of origins.entries()) {
    if (environmentName === 'live' && isDevelopmentOrigin(origin))
      addIssue(['origins', o], 'a live site cannot have a loopback origin');
  }
}

export const environmentOf = (key: string): 'test' | 'live' => (key.startsWith('pk_live_') ? 'live' : 'test');

/** A value that test and live environments must not share. Only an address may be shared by several partners. */
export interface Credential {
  readonly partner: string;
  readonly environment: Environment;
  /** The setting's name in messages. */
  readonly property: string;
  /** Equal for values that are equal in effect, such as a URL with and without its default port. */
  readonly identity: string;
  /** Whether the value is the address of an API, which several partners may use. */
  readonly isAddress?: boolean;
  /** Position of the setting in `partners.yaml`, for messages. */
  readonly at: string;
}

/** @example urlIdentity('https://MSC.example:443/v1') === urlIdentity('https://msc.example/v1') */
export const urlIdentity = (url: string): string => `url ${URL.parse(url)?.href.replace(/\/$/, '') ?? url}`;

/** Identifies a secret. Omits the prefix and the padding of a webhook secret, because these do not change the key. */
export const secretIdentity = (secret: string): string =>
  `secret ${secret
    .trim()
    .replace(/^whsec_/, '')
    .replace(/=+$/, '')}`;

/** The public key of a PEM private key, so that the same key in another encoding is recognized. */
export function privateKeyIdentity(pem: string): string {
  return `key ${createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64')}`;
}

/**
 * Finds credentials that are shared by test and live environments, or by two partners. With a shared value, a test
 * could create a real contract, a customer could create a test contract, or one partner could change another's
 * contracts (invariant D).
 *
 * @returns one message per shared value, without the value
 */
export function findSharedCredentials(credentials: readonly Credential[]): string[] {
  const messages = new Set<string>();
  const byIdentity = Map.groupBy(credentials, ({ identity }) => identity);
  for (const group of byIdentity.values()) {
    const [first] = group;
    for (const credential of group) {
      const { property, environment, at, isAddress } = credential;
      if (environment === 'live' && group.some((other) => other.environment === 'test'))
        messages.add(`${at}: the live ${property} is also used in a test environment`);
      if (!isAddress && first && first.partner !== credential.partner)
        messages.add(`${at}: the ${property} is also used by another partner`);
    }
  }
  return [...messages];
}
