import { z } from 'zod';
import { presentation } from '../../wire/session.ts';
import { isVerifyUrl, TURNSTILE_VERIFY_URL } from '../auth/bot-check.ts';
import { isDevelopmentOrigin, isOriginEntry } from '../auth/origin.ts';
import { findHostedPageErrors, hostedPageConfig } from '../hosted-page/config.ts';
import { secretReference } from './secret-reference.ts';

/** `partners.yaml` as it is written. Unknown keys are refused: a misspelt option must not pass unseen. */
const name = z.string().min(1).max(100);
const identifier = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'small letters, digits and dashes');

export function isIntegrationKey(text: string): boolean {
  return /^[A-Za-z0-9-]{1,64}$/.test(text);
}

/** An address without a slash at its end; plain http is for this machine only. */
export function isUpstreamUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && !text.endsWith('/') && (url.protocol === 'https:' || isDevelopmentOrigin(url.origin));
}
const upstreamUrl = z.string().refine(isUpstreamUrl);

/** DocuSign's own script, never a copy; the simulator's stand-in only on this machine. */
export function isBundleUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (Object.values(DOCUSIGN_BUNDLES).includes(text) || isDevelopmentOrigin(url.origin));
}

/** https://developers.docusign.com: where focused view's bundle is served from, by environment. */
export const DOCUSIGN_BUNDLES = {
  test: 'https://js-d.docusign.com/bundle.js',
  live: 'https://js.docusign.com/bundle.js',
};

/** Focused view: who asks for it (public, the widget hands it to the bundle), and where the bundle comes from. */
const docusign = z.strictObject({
  integrationKey: z.union([
    z.string().refine(isIntegrationKey, 'a DocuSign integration key: letters, digits and dashes'),
    secretReference,
  ]),
  bundle: z
    .union([
      z.string().refine(isBundleUrl, 'DocuSign’s own address, or one on this machine: leave it out'),
      secretReference,
    ])
    .optional(),
});

/** Schneider Electric's Letter of Agreement API. */
const loaAccess = z.strictObject({
  baseUrl: z.union([upstreamUrl, secretReference], {
    error: 'an https:// address (http:// only on this machine) without a slash at its end, or { env: NAME }',
  }),
  clientId: secretReference,
  clientSecret: secretReference,
  /** There: usage authorizations can be sent. */
  usageTemplate: z.union([z.string().min(1), secretReference]).optional(),
  /** There: contracts can be signed by letter. */
  contractTemplate: z.union([z.string().min(1), secretReference]).optional(),
});
export type LoaConfig = z.infer<typeof loaAccess>;

const mscAccess = z.strictObject({
  baseUrl: z.union([upstreamUrl, secretReference], {
    error: 'an https:// address (http:// only on this machine) without a slash at its end, or { env: NAME }',
  }),
  apiKey: secretReference,
  signingKey: z.strictObject({
    kid: z.union([z.string().min(1), secretReference]),
    alg: z.enum(['ES256', 'RS256']),
    /** PKCS #8; or the name of a key that never leaves a key service, see `signer-module.ts`. */
    privateKey: z.union([secretReference, z.strictObject({ kms: z.string().min(1).max(500) })], {
      error: 'write { env: NAME }, { file: path } or { kms: name }: keys do not stand in this file',
    }),
  }),
  /** More than one while a secret is being rotated. */
  webhookSecrets: z.array(secretReference).min(1),
  /** Origins a signing URL may have: DocuSign's. Anything else is not shown to a customer. */
  signingOrigins: z
    .array(z.union([z.string().refine(isOriginEntry, 'an origin like https://apps.docusign.com'), secretReference]))
    .min(1),
  /** There: contracts can be signed in the page, in DocuSign's focused view. */
  docusign: docusign.optional(),
  /** There: customers can let the broker read their usage, or sign contracts from an inbox, on sites that say so. */
  letters: loaAccess.optional(),
});
export type MscAccessConfig = z.infer<typeof mscAccess>;

const site = z.strictObject({
  key: z.string().regex(/^pk_(test|live)_[A-Za-z0-9]{3,64}$/, 'pk_test_… or pk_live_…'),
  name,
  origins: z
    .array(
      z.string().max(200).refine(isOriginEntry, 'an origin like https://www.example.com: scheme and host, no path'),
    )
    .min(1),
  branding: z
    .strictObject({
      accent: z
        .string()
        .regex(/^#[0-9a-fA-F]{6}$/, 'a colour like #0b6e4f')
        .optional(),
      phone: z.string().max(30).optional(),
      email: z.email().optional(),
    })
    .default({}),
  commodities: z
    .array(z.enum(['electric', 'gas']))
    .min(1)
    .default(['electric', 'gas']),
  /** The languages its customers may be spoken to in; the first is for a page that names none. */
  locales: z
    .array(z.enum(['en', 'es']))
    .min(1)
    .default(['en']),
  /** Where its owner is told what happens to contracts; each signed with all of its secrets. */
  webhooks: z
    .array(
      z.strictObject({
        url: z.union([z.url({ protocol: /^https?$/ }), secretReference], {
          error: 'an https:// address (http:// only to this machine, for a test site), or { env: NAME }',
        }),
        secrets: z.array(secretReference).min(1),
        /** It mails resume links to customers who ask for one. */
        mailsLinks: z.boolean().default(false),
      }),
    )
    .max(10)
    .default([]),
  /** Offers customers to let the broker read their usage, by a letter of authorization. */
  usageAuthorization: z.boolean().default(false),
  /** There: a session is opened only for a page that proves a person is before it. */
  botCheck: z
    .strictObject({
      secret: secretReference,
      verifyUrl: z
        .string()
        .refine(isVerifyUrl, 'an https:// address (http:// only on this machine)')
        .default(TURNSTILE_VERIFY_URL),
    })
    .optional(),
  /** There: the site also has a page of our own, and its pages may show the shop in a frame. */
  hosted: hostedPageConfig.optional(),
  signing: z
    .strictObject({
      /** In a session opened on the page, or by letter from an inbox. */
      method: z.enum(['session', 'email']).default('session'),
      /** Ways to show a session; without it, all that the environment can. */
      presentations: z.array(z.enum(presentation.options)).min(1).optional(),
    })
    .default({ method: 'session' }),
});
export type WebhookConfig = z.infer<typeof site>['webhooks'][number];

const partner = z.strictObject({
  id: identifier,
  name,
  environments: z.strictObject({ test: mscAccess.optional(), live: mscAccess.optional() }),
  sites: z.array(site).min(1),
});

/** @throws z.ZodError with the path of each thing wrong; `load-partners.ts` turns paths into line numbers. */
export const partnersSchema = z.strictObject({ partners: z.array(partner).min(1) }).superRefine((file, context) => {
  const keys = new Set<string>();
  const ids = new Set<string>();
  const slugs = new Set<string>();
  file.partners.forEach((declared, p) => {
    if (ids.has(declared.id)) {
      context.addIssue({ code: 'custom', path: ['partners', p, 'id'], message: 'this id stands twice' });
    }
    ids.add(declared.id);
    declared.sites.forEach((entry, s) => {
      const path = ['partners', p, 'sites', s];
      const environment = entry.key.startsWith('pk_live_') ? 'live' : 'test';
      if (keys.has(entry.key))
        context.addIssue({ code: 'custom', path: [...path, 'key'], message: 'this key stands twice' });
      keys.add(entry.key);
      if (!declared.environments[environment]) {
        const message = `a ${environment} key, but the partner has no ${environment} environment`;
        context.addIssue({ code: 'custom', path: [...path, 'key'], message });
      }
      const templates = declared.environments[environment]?.letters;
      if (entry.usageAuthorization && !templates?.usageTemplate) {
        const message = `usageAuthorization needs letters with a usageTemplate in the partner’s ${environment} environment`;
        context.addIssue({ code: 'custom', path: [...path, 'usageAuthorization'], message });
      }
      if (entry.signing.method === 'email' && !templates?.contractTemplate) {
        const message = `email needs letters with a contractTemplate in the partner’s ${environment} environment`;
        context.addIssue({ code: 'custom', path: [...path, 'signing', 'method'], message });
      }
      if (entry.signing.presentations?.includes('focused') && !declared.environments[environment]?.docusign) {
        const message = `focused needs docusign in the partner’s ${environment} environment`;
        context.addIssue({ code: 'custom', path: [...path, 'signing', 'presentations'], message });
      }
      const { hosted } = entry;
      if (hosted) {
        const addHostedIssue = (subpath: readonly string[], message: string) =>
          context.addIssue({ code: 'custom', path: [...path, 'hosted', ...subpath], message });
        if (slugs.has(hosted.slug)) addHostedIssue(['slug'], 'this slug stands twice');
        slugs.add(hosted.slug);
        for (const [subpath, message] of findHostedPageErrors(hosted, entry)) addHostedIssue(subpath, message);
      }
      entry.origins.forEach((origin, o) => {
        if (environment === 'live' && isDevelopmentOrigin(origin)) {
          context.addIssue({
            code: 'custom',
            path: [...path, 'origins', o],
            message: 'a live site cannot stand on a developer’s machine',
          });
        }
      });
    });
  });
});
