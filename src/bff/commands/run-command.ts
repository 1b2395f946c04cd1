import { parseArgs } from 'node:util';
import { z } from 'zod';
import { sessionsOfContracts, storeEndedSessions } from '../auth/ended-sessions.ts';
import { loadPartners } from '../config/load-partners.ts';
import { readKeySettings, readPartnersSettings, readStoreSettings } from '../config/settings.ts';
import { readPayload, rewrapPayloads } from '../encryption/contract-payload.ts';
import { readPayloadKeys } from '../encryption/payload-keys.ts';
import { loadSignerModule } from '../enrollment/msc/signer-module.ts';
import type { Partners } from '../enrollment/partner-access.ts';
import { readEvidence, rewrapEvidence } from '../evidence/evidence.ts';
import type { Log } from '../log.ts';
import { CommandError } from '../operator-error.ts';
import { listEndpoints, replay } from '../outbox/replay.ts';
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
  consent <contract>   prints the consent text and the terms sent upstream
  evidence <contract>  prints what the customer saw and agreed to, with times and hashes
  rewrap               rewraps every data key with the first key of PAYLOAD_KEYS
  endpoints <site key> lists the site's webhook endpoints, with those that are disabled
  replay <site key> [--endpoint ID] [--event ID] [--since ISO]
                       enables endpoints and redelivers webhooks from the last 30 days
  end-sessions <contract>
                       ends every session with access to a contract
  erase <contract>     erases the personal data of a contract or an authorization`;

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
  const { argument, options } = parseArguments(command, args);
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
    case 'evidence':
      return withStore(env, log, (store) => printEvidence(store, env, requireArgument(argument)));
    case 'rewrap':
      return withStore(env, log, async (store) => {
        const payloadKeys = readPayloadKeys(readKeySettings(env));
        const count =
          (await rewrapPayloads({ store, payloadKeys })) +
          (await rewrapEvidence(store, payloadKeys)) +
          (await rewrapSignatureRequests(store, payloadKeys));
        return `${count} wrapped with ${payloadKeys.active.id}`;
      });
    case 'endpoints':
      return withStore(env, log, async (store) => {
        const site = requireArgument(argument);
        const partners = await loadPartnersWithWebhooks(env, site);
        return (await listEndpoints({ store, partners }, site)).map((each) => JSON.stringify(each)).join('\n');
      });
    case 'replay':
      return withStore(env, log, async (store) => {
        const site = requireArgument(argument);
        const partners = await loadPartnersWithWebhooks(env, site);
        if (options.since !== undefined && Number.isNaN(Date.parse(options.since)))
          throw new CommandError('--since must be an ISO 8601 instant, such as 2027-01-04T15:04:05Z');
        const since = options.since === undefined ? undefined : new Date(options.since).toISOString();
        const count = await replay({ store, partners, now: () => new Date() }, site, { ...options, since });
        return `${count} to be delivered again`;
      });
    case 'end-sessions':
      return withStore(env, log, async (store) => {
        const sessions = await sessionsOfContracts(store, [requireArgument(argument)]);
        await storeEndedSessions(store, sessions, new Date());
        return `${sessions.length} ended; a running server knows within five seconds`;
      });
    case 'erase':
      return withStore(env, log, async (store) => {
        const id = requireArgument(argument);
        await (id.startsWith('lt_') ? eraseAuthorization(store, id) : eraseContract(store, id));
        return 'erased here; the upstream has its own copy';
      });
    default:
      throw new CommandError(usage);
  }
}

/** @throws CommandError for an option that the command does not have, and for a second argument */
function parseArguments(command: string, args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: command === 'replay' ? REPLAY_OPTIONS : {},
    });
    const [argument, ...rest] = positionals;
    if (rest.length) throw new CommandError(usage);
    return { argument, options: replayOptions.parse(values) };
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(usage);
  }
}

const REPLAY_OPTIONS = {
  endpoint: { type: 'string' },
  event: { type: 'string' },
  since: { type: 'string' },
} as const;
const replayOptions = z.object({
  endpoint: z.string().optional(),
  event: z.string().optional(),
  since: z.string().optional(),
});

async function loadPartnersWithWebhooks(env: NodeJS.ProcessEnv, site: string): Promise<Partners> {
  const { PARTNERS_FILE, SIGNER_MODULE } = readPartnersSettings(env);
  const createSigner = SIGNER_MODULE ? await loadSignerModule(SIGNER_MODULE) : undefined;
  const partners = await loadPartners(PARTNERS_FILE, env, createSigner);
  if (!partners.sites.get(site)?.webhooks.length) throw new CommandError(`${site} has no webhooks`);
  return partners;
}

/** @throws CommandError if there is no evidence */
async function printEvidence(store: Store, env: NodeJS.ProcessEnv, id: string): Promise<string> {
  const evidence = await readEvidence({ store, payloadKeys: readPayloadKeys(readKeySettings(env)) }, id);
  const row = await store.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row || !evidence) throw new CommandError('contract not found, or it has no evidence');
  const { reference, site_key: site, environment, upstream_id: upstreamId, status, created_at: createdAt } = row;
  return JSON.stringify(
    { contract: id, reference, site, environment, upstreamId, status, createdAt, ...evidence },
    null,
    2,
  );
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
