import type { AppContext } from '../app-context.ts';
import { loadPartners } from '../config/load-partners.ts';
import type { Settings } from '../config/settings.ts';
import { readPayloadKeys } from '../encryption/payload-keys.ts';
import { deriveKeys, readServerSecrets } from '../encryption/server-keys.ts';
import { loadSignerModule } from '../enrollment/msc/signer-module.ts';
import { fileChangedAt, type KeyAge } from '../metrics/metrics.ts';

export type Reloadable = Pick<AppContext, 'partners' | 'keys' | 'payloadKeys'> & {
  readonly keyAges: readonly KeyAge[];
};

/** Configuration that can change while the server runs. */
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

/** @throws the errors of `reload` */
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
