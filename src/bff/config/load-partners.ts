import { dirname, resolve } from 'node:path';
import type { CreateSigner } from '../enrollment/msc/config.ts';
import { resolveMscAccess } from '../enrollment/msc/config.ts';
import type { PartnerAccess, Partners } from '../enrollment/partner-access.ts';
import { resolveHostedPage } from '../hosted-page/config.ts';
import { fileChangedAt, type KeyAge } from '../metrics/metrics.ts';
import { resolveWebhook } from '../outbox/config.ts';
import { createReferenceReader, type ReferenceReader } from '../partners/secret-reference.ts';
import type { Environment, Site, WebhookEndpoint } from '../partners/site.ts';
import { resolveBotCheck } from '../sessions/bot-check.ts';
import { resolveLoaAccess } from '../signature-requests/config.ts';
import { resolvePresentations } from '../signing/config.ts';
import {
  type Credential,
  type EnvironmentConfig,
  environmentOf,
  findSharedCredentials,
  type PartnerConfig,
  partnersSchema,
  privateKeyIdentity,
  type SiteConfig,
  secretIdentity,
  urlIdentity,
} from './partners-schema.ts';
import { type Locate, PartnersFileError, readYamlFile } from './yaml-file.ts';

export interface LoadedPartners extends Partners {
  readonly keyAges: readonly KeyAge[];
}

/**
 * Loads partners and sites. Each feature validates and resolves its own settings; this function combines them. All
 * references are resolved immediately, so that a missing secret prevents startup.
 *
 * @param createSigner creates signers for private keys in a key management service
 * @throws PartnersFileError with one line per error
 * @example const partners = await loadPartners('partners.yaml', process.env); partners.sites.get('pk_test_demo')
 */
export async function loadPartners(
  file: string,
  env: NodeJS.ProcessEnv,
  createSigner?: CreateSigner,
): Promise<LoadedPartners> {
  const { data, locate } = readYamlFile(file, partnersSchema);
  const loader = new PartnerLoader(locate, createReferenceReader(env, dirname(resolve(file))), createSigner);
  for (const [index, partner] of data.partners.entries()) await loader.load(partner, ['partners', index]);
  return loader.finish();
}

type Path = readonly (string | number)[];

/** Collects the resolved partners and all errors, so that the operator sees every error in one run. */
class PartnerLoader {
  readonly #locate: Locate;
  readonly #references: ReferenceReader;
  readonly #createSigner: CreateSigner | undefined;
  readonly #sites = new Map<string, Site>();
  readonly #accesses = new Map<string, PartnerAccess>();
  readonly #keyAges: KeyAge[] = [];
  readonly #credentials: Credential[] = [];
  readonly #errors: string[] = [];

  constructor(locate: Locate, references: ReferenceReader, createSigner: CreateSigner | undefined) {
    this.#locate = locate;
    this.#references = references;
    this.#createSigner = createSigner;
  }

  async load(partner: PartnerConfig, path: Path): Promise<void> {
    for (const environment of ['test', 'live'] as const) {
      const config = partner.environments[environment];
      if (config) await this.#loadEnvironment(partner.id, environment, config, [...path, 'environments', environment]);
    }
    for (const [index, site] of partner.sites.entries()) await this.#loadSite(partner, site, [...path, 'sites', index]);
  }

  finish(): LoadedPartners {
    this.#errors.push(...findSharedCredentials(this.#credentials));
    if (this.#errors.length) throw new PartnersFileError(this.#errors.join('\n'));
    const accesses = this.#accesses;
    return {
      sites: this.#sites,
      keyAges: this.#keyAges,
      access: (partner, environment) => accesses.get(`${partner}/${environment}`),
    };
  }

  /** Runs one resolver. If it throws, the error is reported with the location of `path`. */
  async #resolve<T>(path: Path, subject: string, resolver: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await resolver();
    } catch (error) {
      this.#addError(path, subject, error instanceof Error ? error.message : 'unknown error');
      return undefined;
    }
  }

  #addError(path: Path, subject: string, message: string): void {
    this.#errors.push(`${this.#locate(path)}: ${subject}: ${message}`);
  }

  #loadEnvironment(partner: string, environment: Environment, config: EnvironmentConfig, path: Path) {
    return this.#resolve(path, `${partner}, ${environment}`, async () => {
      const access = await resolveMscAccess(partner, environment, config, this.#references, this.#createSigner);
      const loa = config.letters && resolveLoaAccess(config.letters, environment, this.#references);
      const complete = { ...access, loa };
      this.#accesses.set(`${partner}/${environment}`, complete);
      this.#addCredentials(config, complete, `${this.#locate(path)}: ${partner}`);
      const { privateKey } = config.signingKey;
      const changedAt = 'file' in privateKey ? fileChangedAt(this.#references.resolvePath(privateKey.file)) : undefined;
      if (changedAt) this.#keyAges.push({ key: 'signing', partner, environment, changedAt });
    });
  }

  #addCredentials({ signingKey, letters }: EnvironmentConfig, access: PartnerAccess, at: string): void {
    const { partner, environment, credentials, webhookSecrets } = access;
    const add = (property: string, identity: string, isAddress = false): void => {
      this.#credentials.push({ partner, environment, property, identity, isAddress, at });
    };
    add('baseUrl', urlIdentity(credentials.baseUrl), true);
    add('apiKey', secretIdentity(credentials.apiKey));
    const { privateKey } = signingKey;
    add(
      'privateKey',
      'kms' in privateKey ? `kms ${privateKey.kms}` : privateKeyIdentity(this.#references.read(privateKey)),
    );
    for (const secret of webhookSecrets) add('webhookSecret', secretIdentity(secret));
    if (!letters) return;
    add('clientSecret of letters', secretIdentity(this.#references.read(letters.clientSecret)));
    if (access.loa) {
      const { baseUrl, clientId } = access.loa.credentials;
      add('clientId of letters', `client ${urlIdentity(baseUrl)} ${clientId}`);
    }
  }

  #addSiteCredentials({ key, partner, environment, webhooks, botCheck }: Site, path: Path): void {
    const at = `${this.#locate(path)}: ${key}`;
    const add = (property: string, secret: string): void => {
      this.#credentials.push({ partner, environment, property, identity: secretIdentity(secret), at });
    };
    for (const { secrets } of webhooks) for (const secret of secrets) add('webhook secret', secret);
    if (botCheck) add('botCheck secret', botCheck.secret);
  }

  async #loadSite(partner: PartnerConfig, config: SiteConfig, path: Path): Promise<void> {
    const { key, webhooks, signing, botCheck, hosted, ...site } = config;
    const environment = environmentOf(key);
    const references = this.#references;
    const resolved: Site = {
      ...site,
      key,
      partner: partner.id,
      environment,
      paused: site.paused || partner.paused,
      signingMethod: signing.method,
      presentations: resolvePresentations(signing, partner.environments[environment]?.docusign !== undefined),
      webhooks: await this.#loadWebhooks(key, webhooks, [...path, 'webhooks']),
      botCheck:
        botCheck &&
        (await this.#resolve([...path, 'botCheck'], key, () => resolveBotCheck(botCheck, environment, references))),
      hosted:
        hosted &&
        (await this.#resolve([...path, 'hosted'], key, () => resolveHostedPage(hosted, site.locales, references))),
    };
    this.#sites.set(key, resolved);
    this.#addSiteCredentials(resolved, path);
  }

  async #loadWebhooks(key: string, configs: SiteConfig['webhooks'], path: Path): Promise<readonly WebhookEndpoint[]> {
    const endpoints: WebhookEndpoint[] = [];
    for (const [index, config] of configs.entries()) {
      const endpoint = await this.#resolve([...path, index], key, () =>
        resolveWebhook(config, environmentOf(key), this.#references),
      );
      if (endpoint) endpoints.push(endpoint);
    }
    if (new Set(endpoints.map(({ id }) => id)).size < endpoints.length)
      this.#addError(path, key, 'a webhook URL is used twice');
    return endpoints;
  }
}
