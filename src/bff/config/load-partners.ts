import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { ZodError } from 'zod';
import type { LoaCredentials } from '../../upstreams/ecostruxure-loa/tokens.ts';
import { importMscPrivateKey, type MscAlgorithm, type MscCredentials } from '../../upstreams/msc/authorization.ts';
import { presentation } from '../../wire/session.ts';
import type { BotCheck } from '../auth/bot-check.ts';
import { isOriginEntry } from '../auth/origin.ts';
import type { HostedPage } from '../hosted-page/hosted-page.ts';
import { resolveHostedPage } from '../hosted-page/resolve-config.ts';
import { changedAt, type KeyAge } from '../metrics/key-age.ts';
import { createEndpoint, isWebhookUrl, type WebhookEndpoint } from '../outbox/endpoint.ts';
import { type Credential, findSharedCredentials } from './environment-isolation.ts';
import {
  DOCUSIGN_BUNDLES,
  isBundleUrl,
  isIntegrationKey,
  isUpstreamUrl,
  type LoaConfig,
  type MscAccessConfig,
  partnersSchema,
  type WebhookConfig,
} from './partners-schema.ts';
import { readSecret, type SecretReference, secretFile } from './secret-reference.ts';
import type { CreateSigner } from './signer-module.ts';
import type { Site } from './site.ts';

/** A partner's letters of agreement, with its secrets read. */
export interface LoaAccess {
  readonly credentials: LoaCredentials;
  /** The templates there are: of a letter in which a customer lets the broker read their usage, and of a contract's own. */
  readonly templates: { readonly usage?: string | undefined; readonly contract?: string | undefined };
}

/** One partner's access to one environment, with its secrets read. */
export interface MscAccess {
  readonly partner: string;
  readonly environment: 'test' | 'live';
  readonly credentials: MscCredentials;
  readonly webhookSecrets: readonly string[];
  readonly signingOrigins: readonly string[];
  /** The origin of the app that frames a ceremony in focused view: DocuSign's, or the simulator's. */
  readonly signingAppOrigin: string;
  /** There: focused view can be used. Both are public. */
  readonly docusign?: { readonly bundle: string; readonly integrationKey: string } | undefined;
  /** There: letters of agreement can be sent. */
  readonly loa?: LoaAccess | undefined;
}

export interface Partners {
  /** By publishable site key. */
  readonly sites: ReadonlyMap<string, Site>;
  access(partner: string, environment: 'test' | 'live'): MscAccess | undefined;
}

/** What is read when the file is. */
export interface LoadedPartners extends Partners {
  /** Of the private keys that are mounted as files. */
  readonly keyAges: readonly KeyAge[];
}

/** `partners.yaml` is not right. `message` has one line a problem, each with file and line, ready to print. */
export class PartnersFileError extends Error {
  override readonly name = 'PartnersFileError';
}

/**
 * Reads the declared partners and sites. Every secret is a reference, resolved here once: a missing one stops the start.
 *
 * @param createSigner for private keys that a key service keeps
 * @throws PartnersFileError
 * @example const partners = await loadPartners('partners.yaml', process.env); partners.sites.get('pk_test_demo')
 */
export async function loadPartners(
  file: string,
  env: NodeJS.ProcessEnv,
  createSigner?: CreateSigner,
): Promise<LoadedPartners> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PartnersFileError(`${file}: cannot be read`, { cause });
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [syntax] = document.errors;
  if (syntax) {
    const { line, col } = lineCounter.linePos(syntax.pos[0]);
    throw new PartnersFileError(`${file}:${line}:${col}: ${syntax.message.split('\n', 1)[0]}`);
  }
  /** The line of a path, or of the nearest thing above it that is written down. */
  const locate = (path: readonly PropertyKey[]): string => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) {
        const { line, col } = lineCounter.linePos(node.range[0]);
        return `${file}:${line}:${col}`;
      }
    }
    return `${file}:1:1`;
  };
  const parsed = partnersSchema.safeParse(document.toJS());
  if (!parsed.success) throw new PartnersFileError(formatIssues(parsed.error, locate));

  const folder = dirname(resolve(file));
  const sites = new Map<string, Site>();
  const accesses = new Map<string, MscAccess>();
  const keyAges: KeyAge[] = [];
  const declaredCredentials: Credential[] = [];
  const problems: string[] = [];
  for (const [p, partner] of parsed.data.partners.entries()) {
    for (const environment of ['test', 'live'] as const) {
      const declared = partner.environments[environment];
      if (!declared) continue;
      const path = ['partners', p, 'environments', environment];
      try {
        const readReference = (reference: SecretReference): string => readSecret(reference, env, folder);
        const access = await resolveAccess(partner.id, environment, declared, readReference, createSigner);
        accesses.set(`${partner.id}/${environment}`, access);
        const { privateKey } = declared.signingKey;
        const at = 'kms' in privateKey ? undefined : changedAt(secretFile(privateKey, folder));
        if (at) keyAges.push({ key: 'signing', partner: partner.id, environment, changedAt: at });
        const addCredential = (what: Credential['kind'], value: string): void => {
          declaredCredentials.push({ environment, kind: what, value, at: `${locate(path)}: ${partner.id}` });
        };
        addCredential('baseUrl', access.credentials.baseUrl);
        addCredential('apiKey', access.credentials.apiKey);
        addCredential('privateKey', 'kms' in privateKey ? privateKey.kms : readReference(privateKey));
        for (const secret of access.webhookSecrets) addCredential('webhookSecret', secret);
      } catch (error) {
        problems.push(
          `${locate(path)}: ${partner.id}, ${environment}: ${error instanceof Error ? error.message : 'unknown'}`,
        );
      }
    }
    for (const [
      s,
      { key, webhooks, signing, botCheck: botCheckConfig, hosted: hostedPageConfig, ...site },
    ] of partner.sites.entries()) {
      const environment = key.startsWith('pk_live_') ? 'live' : 'test';
      const endpoints = webhooks.flatMap((declared, w) => {
        try {
          return [resolveWebhook(declared, environment, (reference) => readSecret(reference, env, folder))];
        } catch (error) {
          const message = error instanceof Error ? error.message : 'unknown';
          problems.push(`${locate(['partners', p, 'sites', s, 'webhooks', w])}: ${key}: ${message}`);
          return [];
        }
      });
      if (new Set(endpoints.map(({ id }) => id)).size < endpoints.length) {
        problems.push(`${locate(['partners', p, 'sites', s, 'webhooks'])}: ${key}: a webhook address stands twice`);
      }
      let botCheck: BotCheck | undefined;
      try {
        if (botCheckConfig)
          botCheck = { verifyUrl: botCheckConfig.verifyUrl, secret: readSecret(botCheckConfig.secret, env, folder) };
      } catch (error) {
        const message = error instanceof Error ? error.message : 'unknown';
        problems.push(`${locate(['partners', p, 'sites', s, 'botCheck'])}: ${key}: ${message}`);
      }
      let hosted: HostedPage | undefined;
      try {
        const readReference = (reference: SecretReference): string => readSecret(reference, env, folder);
        if (hostedPageConfig) hosted = await resolveHostedPage(hostedPageConfig, site.locales, readReference, folder);
      } catch (error) {
        const message = error instanceof Error ? error.message : 'unknown';
        problems.push(`${locate(['partners', p, 'sites', s, 'hosted'])}: ${key}: ${message}`);
      }
      const availablePresentations = partner.environments[environment]?.docusign
        ? presentation.options
        : (['popup', 'redirect'] as const);
      const presentations = signing.presentations ?? availablePresentations;
      sites.set(key, {
        ...site,
        key,
        partner: partner.id,
        environment,
        signingMethod: signing.method,
        presentations,
        webhooks: endpoints,
        botCheck,
        hosted,
      });
    }
  }
  problems.push(...findSharedCredentials(declaredCredentials));
  if (problems.length) throw new PartnersFileError(problems.join('\n'));
  return { sites, keyAges, access: (partner, environment) => accesses.get(`${partner}/${environment}`) };
}

/** DocuSign's signing app, by environment (https://developers.docusign.com, focused view). */
const SIGNING_APP_ORIGINS = { test: 'https://apps-d.docusign.com', live: 'https://apps.docusign.com' };

const formatIssues = (error: ZodError, locate: (path: readonly PropertyKey[]) => string): string =>
  error.issues
    .map((issue) => {
      const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      return `${locate(path)}: ${path.map(String).join('.')}: ${issue.message}`;
    })
    .join('\n');

async function resolveAccess(
  partner: string,
  environment: 'test' | 'live',
  declared: MscAccessConfig,
  readReference: (reference: SecretReference) => string,
  createSigner: CreateSigner | undefined,
): Promise<MscAccess> {
  const text = (value: string | SecretReference): string => (typeof value === 'string' ? value : readReference(value));
  const { kid, alg, privateKey } = declared.signingKey;
  const key = await resolveKey(privateKey, alg, readReference, createSigner);
  // What came through a reference was not seen by the declaration's own checks.
  const baseUrl = text(declared.baseUrl);
  if (!isUpstreamUrl(baseUrl)) throw new Error('baseUrl is not an https:// address without a slash at its end');
  const signingOrigins = declared.signingOrigins.map(text);
  if (!signingOrigins.every(isOriginEntry)) throw new Error('signingOrigins has something that is not an origin');
  const integrationKey = declared.docusign && text(declared.docusign.integrationKey);
  if (integrationKey !== undefined && !isIntegrationKey(integrationKey)) {
    throw new Error('docusign.integrationKey is not letters, digits and dashes');
  }
  const bundle =
    declared.docusign?.bundle === undefined ? DOCUSIGN_BUNDLES[environment] : text(declared.docusign.bundle);
  if (!isBundleUrl(bundle))
    throw new Error('docusign.bundle is neither DocuSign’s own address nor one on this machine');
  const isDocusignBundle = Object.values(DOCUSIGN_BUNDLES).includes(bundle);
  if (isDocusignBundle && bundle !== DOCUSIGN_BUNDLES[environment]) {
    throw new Error('docusign.bundle is the other environment’s');
  }
  const webhookSecrets = declared.webhookSecrets.map(readReference);
  assertWebhookSecrets(webhookSecrets);
  return {
    partner,
    environment,
    credentials: {
      partnerId: partner,
      baseUrl,
      apiKey: readReference(declared.apiKey),
      key: { kid: text(kid), alg, ...key },
    },
    webhookSecrets,
    signingOrigins,
    signingAppOrigin: isDocusignBundle ? SIGNING_APP_ORIGINS[environment] : new URL(bundle).origin,
    docusign: integrationKey === undefined ? undefined : { bundle, integrationKey },
    loa: declared.letters && resolveLoaAccess(declared.letters, text),
  };
}

function resolveLoaAccess(
  { baseUrl, clientId, clientSecret, usageTemplate, contractTemplate }: LoaConfig,
  text: (value: string | SecretReference) => string,
): LoaAccess {
  const address = text(baseUrl);
  if (!isUpstreamUrl(address)) throw new Error('letters.baseUrl is not an https:// address without a slash at its end');
  return {
    credentials: { baseUrl: address, clientId: text(clientId), clientSecret: text(clientSecret) },
    templates: {
      usage: usageTemplate === undefined ? undefined : text(usageTemplate),
      contract: contractTemplate === undefined ? undefined : text(contractTemplate),
    },
  };
}

async function resolveKey(
  declared: MscAccessConfig['signingKey']['privateKey'],
  alg: MscAlgorithm,
  readReference: (reference: SecretReference) => string,
  createSigner: CreateSigner | undefined,
) {
  if ('kms' in declared) {
    if (!createSigner) throw new Error('a key of a key service needs SIGNER_MODULE');
    return { sign: await createSigner(declared.kms, alg) };
  }
  const privateKey = await importMscPrivateKey(readReference(declared), alg).catch(() => {
    // The parser's own message may quote the key.
    throw new Error(`the private key is not a PKCS #8 key for ${alg}`);
  });
  return { privateKey };
}

function resolveWebhook(
  { url, secrets, mailsLinks }: WebhookConfig,
  environment: 'test' | 'live',
  readReference: (reference: SecretReference) => string,
): WebhookEndpoint {
  const address = typeof url === 'string' ? url : readReference(url);
  if (!isWebhookUrl(address, environment)) {
    throw new Error('a webhook goes to an https:// address, and to http:// on this machine only for a test site');
  }
  const values = secrets.map(readReference);
  assertWebhookSecrets(values);
  return createEndpoint(address, values, mailsLinks);
}

function assertWebhookSecrets(secrets: readonly string[]): void {
  if (secrets.every((secret) => /^(whsec_)?[A-Za-z0-9+/]{16,}={0,2}$/.test(secret))) return;
  throw new Error('webhook secret must start with "whsec_" followed by base64');
}
