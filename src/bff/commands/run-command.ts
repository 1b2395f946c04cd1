import { loadPartners } from '../config/load-partners.ts';
import { readKeySettings, readPartnersSettings, readStoreSettings } from '../config/settings.ts';
import { readPayload, rewrapPayloads } from '../encryption/contract-payload.ts';
import { readPayloadKeys } from '../encryption/payload-keys.ts';
import { loadSignerModule } from '../enrollment/msc/signer-module.ts';
import type { Log } from '../log.ts';
import { CommandError } from '../operator-error.ts';
import { replay } from '../outbox/replay.ts';
import { confirmClock } from '../retention/clock-check.ts';
import { rewrapSignatureRequests } from '../signature-requests/payload.ts';
import { openStore } from '../store/open-store.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/tables.ts';
import { eraseAuthorization, eraseContract } from './erase.ts';
import { moveStore } from './move-store.ts';

const usage = `Commands, with the server's own settings in the environment:

  move to-postgres     copies DATABASE_FILE into the empty database at DATABASE_URL
  move to-sqlite       copies the database at DATABASE_URL into the new file DATABASE_FILE
  consent <contract>   prints the consent text and the request sent upstream
  rewrap               rewraps every data key with the first key of PAYLOAD_KEYS
  replay <site key>    redelivers the webhooks of the last 30 days
  erase <contract>     erases personal data of a contract or an authorization
  retention confirm    confirms that the clock is right, after retention_refused`;

/**
 * Runs an operator's command, next to a running server or without one.
 *
 * @returns the text for the operator
 * @throws CommandError | SettingsError | PayloadKeysError | DecryptionError
 * @example await runCommand('move', ['to-postgres'], process.env, log)
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<string> {
  const [argument, ...rest] = args;
  if (rest.length) throw new CommandError(usage);
  switch (command) {
    case 'move':
      return move(argument, env, log);
    case 'consent':
      return withStore(env, log, async (store) => {
        const payload = await readPayload(
          { store, payloadKeys: readPayloadKeys(readKeySettings(env)) },
          requireArgument(argument),
        );
        if (!payload) throw new CommandError('contract not found, or its payload has been deleted');
        return JSON.stringify(payload, null, 2);
      });
    case 'rewrap':
      return withStore(env, log, async (store) => {
        const payloadKeys = readPayloadKeys(readKeySettings(env));
        const count =
          (await rewrapPayloads({ store, payloadKeys })) + (await rewrapSignatureRequests(store, payloadKeys));
        return `${count} wrapped with ${payloadKeys.active.id}`;
      });
    case 'replay':
      return withStore(env, log, async (store) => {
        const site = requireArgument(argument);
        const { PARTNERS_FILE, SIGNER_MODULE } = readPartnersSettings(env);
        const createSigner = SIGNER_MODULE ? await loadSignerModule(SIGNER_MODULE) : undefined;
        const partners = await loadPartners(PARTNERS_FILE, env, createSigner);
        if (!partners.sites.get(site)?.webhooks.length) throw new CommandError(`${site} has no webhooks`);
        return `${await replay({ store, partners, now: () => new Date() }, site)} to be delivered again`;
      });
    case 'erase':
      return withStore(env, log, async (store) => {
        const id = requireArgument(argument);
        await (id.startsWith('lt_') ? eraseAuthorization(store, id) : eraseContract(store, id));
        return 'erased here; the upstream has its own copy';
      });
    case 'retention':
      if (argument !== 'confirm') throw new CommandError(usage);
      return withStore(env, log, async (store) => {
        const now = new Date();
        await confirmClock(store, now);
        return `confirmed that it is ${now.toISOString()}; expired data is deleted at the next run`;
      });
    default:
      throw new CommandError(usage);
  }
}

function requireArgument(argument: string | undefined): string {
  if (argument === undefined) throw new CommandError(usage);
  return argument;
}

async function withStore(env: NodeJS.ProcessEnv, log: Log, use: (store: Store) => Promise<string>): Promise<string> {
  const store = await openStore(readStoreSettings(env), log);
  try {
    return await use(store);
  } finally {
    await store.destroy();
  }
}

async function move(direction: string | undefined, env: NodeJS.ProcessEnv, log: Log): Promise<string> {
  if (direction !== 'to-postgres' && direction !== 'to-sqlite') throw new CommandError(usage);
  const { DATABASE_FILE, DATABASE_URL } = readStoreSettings(env);
  if (!DATABASE_URL) throw new CommandError('DATABASE_URL is required');
  const sqlite = await openSqliteStore(DATABASE_FILE);
  try {
    const postgres = await openPostgresStore(DATABASE_URL, log);
    try {
      const [from, to] = direction === 'to-postgres' ? [sqlite, postgres] : [postgres, sqlite];
      const counts = await moveStore(from, to);
      return Object.entries(counts)
        .map(([table, count]) => `${table}: ${count}`)
        .join('\n');
    } finally {
      await postgres.destroy();
    }
  } finally {
    await sqlite.destroy();
  }
}
