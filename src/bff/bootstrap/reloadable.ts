import { createHash } from 'node:crypto';
import type { AppContext } from '../app-context.ts';
import { loadPartners } from '../config/load-partners.ts';
import type { Settings } from '../config/settings.ts';
import { readPayloadKeys } from '../encryption/envelope-encryption.ts';
import { deriveKeys, readServerSecrets } from '../encryption/server-keys.ts';
import { loadSignerModule } from '../enrollment/msc/config.ts';
import { fileChangedAt, type KeyAge } from '../metrics/metrics.ts';

export type Reloadable = Pick<AppContext, 'partners' | 'keys' | 'payloadKeys'> & {
  readonly keyAges: readonly KeyAge[];
};

export interface ReloadableConfig {
  readonly current: Reloadable;
  /**
   * Reads the configuration again. If it is invalid, nothing changes. If reloads overlap, the one that started last
   * takes effect.
   *
   * @throws PartnersFileError | PayloadKeysError | SettingsError | SignerModuleError
   */
  reload(): Promise<void>;
}

/** Reads the configuration. @throws the errors of `reload` */
export async function readReloadableConfig(settings: Settings, env: NodeJS.ProcessEnv): Promise<ReloadableConfig> {
  let current = await read(settings, env);
  let lastReload = 0;
  return {
    get current() {
      return current;
    },
    async reload() {
      lastReload += 1;
      const ownReload = lastReload;
      const next = await read(settings, env);
      if (ownReload === lastReload) current = next;
    },
  };
}

async function read(settings: Settings, env: NodeJS.ProcessEnv): Promise<Reloadable> {
  const createSigner = settings.SIGNER_MODULE ? await loadSignerModule(settings.SIGNER_MODULE) : undefined;
  const partners = await loadPartners(settings.PARTNERS_FILE, env, createSigner);
  return {
    partners,
    keys: deriveKeys(...readServerSecrets(settings)),
    payloadKeys: readPayloadKeys(settings),
    keyAges: [
      ...partners.keyAges,
      ...keyAgeOf('server_secret', settings.BFF_SECRET_FILE),
      ...keyAgeOf('payload', settings.PAYLOAD_KEYS_FILE),
    ],
  };
}

function keyAgeOf(key: KeyAge['key'], file: string | undefined): readonly KeyAge[] {
  const changedAt = file === undefined ? undefined : fileChangedAt(file);
  return changedAt ? [{ key, changedAt }] : [];
}

/**
 * Lists the changes of a reload for the audit log: names of sites, environments and keys, never a value.
 *
 * @example describeChanges(before, after) // ['site pk_live_lonestar changed', 'server_secret replaced']
 */
export function describeChanges(before: Reloadable, after: Reloadable): readonly string[] {
  const changes = compare(fingerprints(before), fingerprints(after));
  return [
    ...changes,
    ...(before.keys.id === after.keys.id ? [] : ['server_secret replaced']),
    ...(before.payloadKeys.active.id === after.payloadKeys.active.id ? [] : ['active payload key replaced']),
  ];
}

/** A hash of each named part of the configuration, kept only in memory. */
function fingerprints({ partners, keyAges }: Reloadable): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const site of partners.sites.values()) {
    parts.set(`site ${site.key}`, fingerprint(site));
    parts.set(
      `credentials of ${site.partner}/${site.environment}`,
      fingerprint(partners.access(site.partner, site.environment)),
    );
  }
  for (const { key, partner, environment, changedAt } of keyAges)
    parts.set(['key file', key, partner, environment].filter(Boolean).join(' '), changedAt.toISOString());
  return parts;
}

/**
 * Hashes a value. Its JSON contains no private keys, but a new private key is detected by its `kid` or the age of its
 * file.
 */
const fingerprint = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex');

function compare(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [previous, next] = [before.get(name), after.get(name)];
    if (previous === next) return [];
    if (previous === undefined) return [`${name} added`];
    return [next === undefined ? `${name} removed` : `${name} changed`];
  });
}
