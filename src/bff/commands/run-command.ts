import { rewrapLetters } from '../letters/letter-payload.ts';
import type { Log } from '../log.ts';
import { replay } from '../outbox/replay.ts';
import { loadPartners } from '../partners/load-partners.ts';
import { loadSignerModule } from '../partners/signer-module.ts';
import { readPayload, rewrapPayloads } from '../payload/contract-payload.ts';
import { readPayloadKeys } from '../payload/payload-keys.ts';
import { readKeySettings, readPartnersPlace, readStorePlace } from '../settings.ts';
import { openStore } from '../store/open-store.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/tables.ts';
import { CommandError } from './command-error.ts';
import { eraseContract } from './erase-contract.ts';
import { eraseLetter } from './erase-letter.ts';
import { moveStore } from './move-store.ts';

export { CommandError };

const usage = `Commands, with the server's own settings in the environment:

  move to-postgres     copies DATABASE_FILE into the empty database at DATABASE_URL
  move to-sqlite       copies the database at DATABASE_URL into the new file DATABASE_FILE
  consent <contract>   what was agreed to, and what the upstream was told of it
  rewrap               wraps every payload's key with the first of PAYLOAD_KEYS
  replay <site key>    tells the site's owner everything of the last 30 days again
  erase <contract>     takes out of the store what could tell whose the contract, or the letter, is`;

/**
 * Does what an operator asks for beside a running server, or in its place.
 *
 * @returns what to tell the operator
 * @throws CommandError | SettingsError | PayloadKeysError | SealBrokenError
 * @example await runCommand('move', ['to-postgres'], process.env, log)
 */
export const runCommand = async (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<string> => {
  const [argument, ...rest] = args;
  if (rest.length) throw new CommandError(usage);
  switch (command) {
    case 'move':
      return move(argument, env, log);
    case 'consent':
      return withStore(env, log, async (store) => {
        const payload = await readPayload({ store, payloadKeys: readPayloadKeys(readKeySettings(env)) }, one(argument));
        if (!payload) throw new CommandError('nothing is kept of this contract, or there is none');
        return JSON.stringify(payload, null, 2);
      });
    case 'rewrap':
      return withStore(env, log, async (store) => {
        const payloadKeys = readPayloadKeys(readKeySettings(env));
        const count = (await rewrapPayloads({ store, payloadKeys })) + (await rewrapLetters(store, payloadKeys));
        return `${count} wrapped with ${payloadKeys.active.id}`;
      });
    case 'replay':
      return withStore(env, log, async (store) => {
        const site = one(argument);
        const { PARTNERS_FILE, SIGNER_MODULE } = readPartnersPlace(env);
        const createSigner = SIGNER_MODULE ? await loadSignerModule(SIGNER_MODULE) : undefined;
        const partners = await loadPartners(PARTNERS_FILE, env, createSigner);
        if (!partners.sites.get(site)?.webhooks.length) throw new CommandError(`${site} has no webhooks`);
        return `${await replay({ store, partners, now: () => new Date() }, site)} to be delivered again`;
      });
    case 'erase':
      return withStore(env, log, async (store) => {
        const id = one(argument);
        await (id.startsWith('lt_') ? eraseLetter(store, id) : eraseContract(store, id));
        return 'erased here; the upstream has its own copy';
      });
    default:
      throw new CommandError(usage);
  }
};

const one = (argument: string | undefined): string => {
  if (argument === undefined) throw new CommandError(usage);
  return argument;
};

const withStore = async (env: NodeJS.ProcessEnv, log: Log, use: (store: Store) => Promise<string>): Promise<string> => {
  const store = await openStore(readStorePlace(env), log);
  try {
    return await use(store);
  } finally {
    await store.destroy();
  }
};

const move = async (direction: string | undefined, env: NodeJS.ProcessEnv, log: Log): Promise<string> => {
  if (direction !== 'to-postgres' && direction !== 'to-sqlite') throw new CommandError(usage);
  const { DATABASE_FILE, DATABASE_URL } = readStorePlace(env);
  if (!DATABASE_URL) throw new CommandError('DATABASE_URL: where the PostgreSQL database is');
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
};
