import { parseArgs } from 'node:util';
import { rewrapApprovalRequests } from '../approval-requests/payload.ts';
import { listAudit, verifyAudit } from '../audit/audit-log.ts';
import { storeEndedSessions } from '../auth/ended-sessions.ts';
import { loadPartners } from '../config/load-partners.ts';
import { readKeySettings, readPartnersSettings } from '../config/settings.ts';
import { readPayload, rewrapPayloads } from '../encryption/contract-payload.ts';
import { readPayloadKeys } from '../encryption/envelope-encryption.ts';
import { deriveKeys, readServerSecrets } from '../encryption/server-keys.ts';
import { rewrapSignerAddresses } from '../encryption/signer-address.ts';
import { loadSignerModule } from '../enrollment/msc/config.ts';
import type { Partners } from '../enrollment/partner-access.ts';
import { readEvidence, rewrapEvidence } from '../evidence/evidence.ts';
import type { Log } from '../log.ts';
import { CommandError } from '../operator-error.ts';
import { listEndpoints, replay } from '../outbox/replay.ts';
import { confirmClock } from '../retention/clock-check.ts';
import { revokeAccess } from '../sessions/revoke-access.ts';
import { rewrapSignatureRequests } from '../signature-requests/payload.ts';
import type { Store } from '../store/tables.ts';
import { actorKey, type CommandCall, withAuditedStore } from './audited-store.ts';
import { backUp } from './backup.ts';
import { checkPageCommand } from './check-page.ts';
import { eraseById } from './erase.ts';
import { move } from './move-store.ts';
import { reconcileCommand } from './reconcile.ts';

const usage = `Commands, with the server's own settings in the environment:

  move to-postgres     copies DATABASE_FILE into the empty database at DATABASE_URL
  move to-sqlite       copies the database at DATABASE_URL into the new file DATABASE_FILE
  consent <contract>   prints the consent text and the terms sent upstream
  evidence <contract>  prints what the customer saw and agreed to, with times and hashes
  rewrap               rewraps every data key with the first key of PAYLOAD_KEYS
  endpoints <site key> lists the site's webhook endpoints, including disabled ones
  replay <site key> [--endpoint ID] [--event ID] [--since ISO]
                       enables endpoints and redelivers webhooks from the last 30 days
  check-page <url> [--site <site key>] [--json]
                       reads a page and lists what prevents the widget from working on it; a page on this
                       machine requires the key of a test site
  end-sessions <contract>
                       ends every session with access to a contract
  erase <contract>     erases the personal data of a contract, an authorization or an approval request
  backup <file>        copies the SQLite file, even while the server is running
  reconcile --since <ISO 8601> [--site <site key>] [--all-installations]
                       adopts contracts that only the upstream knows, after a backup was restored; with
                       --all-installations, also those of other installations and of old versions
  retention confirm    confirms that the clock is right, after retention_refused
  audit verify         verifies that no row of the audit log was changed or removed
  audit list [--since <ISO 8601>]   prints the audit log as JSON lines
  audit actor <name>   prints the keyed hash by which the audit log names an operator

  --actor <name>       who runs the command, for the audit log; by default the user of the operating system`;

type Command = (call: CommandCall) => Promise<string>;

const commands: Readonly<Record<string, Command>> = {
  move: (call) => move(call, usage),
  consent: (call) =>
    withAuditedStore(call, async (store) => {
      const payloadKeys = readPayloadKeys(readKeySettings(call.env));
      const payload = await readPayload({ store, payloadKeys }, requireArgument(call));
      if (!payload) throw new CommandError('contract not found, or its payload has been deleted');
      const { consent, told } = payload;
      return JSON.stringify({ consent, told }, null, 2);
    }),
  evidence: (call) => withAuditedStore(call, (store) => printEvidence(store, call.env, requireArgument(call))),
  rewrap: (call) =>
    withAuditedStore(call, async (store) => {
      const payloadKeys = readPayloadKeys(readKeySettings(call.env));
      const count =
        (await rewrapPayloads({ store, payloadKeys })) +
        (await rewrapEvidence(store, payloadKeys)) +
        (await rewrapSignerAddresses(store, payloadKeys)) +
        (await rewrapSignatureRequests(store, payloadKeys)) +
        (await rewrapApprovalRequests(store, payloadKeys));
      return `${count} wrapped with ${payloadKeys.active.id}`;
    }),
  endpoints: (call) =>
    withAuditedStore(call, async (store) => {
      const site = requireArgument(call);
      const partners = await readPartnersWithWebhooks(call, site);
      return (await listEndpoints({ store, partners }, site)).map((each) => JSON.stringify(each)).join('\n');
    }),
  replay: (call) =>
    withAuditedStore(call, async (store) => {
      const site = requireArgument(call);
      const partners = await readPartnersWithWebhooks(call, site);
      const { endpoint, event, since } = call;
      const count = await replay({ store, partners, now: () => new Date() }, site, { endpoint, event, since });
      return `${count} to be delivered again`;
    }),
  'check-page': (call) =>
    withAuditedStore(call, async () => {
      const address = requireArgument(call);
      const { site, json, env } = call;
      return checkPageCommand(await readPartners(call), env, { address, site, json });
    }),
  'end-sessions': (call) =>
    withAuditedStore(call, async (store) => {
      const contract = requireArgument(call);
      const ended = await revokeAccess(store, [contract], (ids) => storeEndedSessions(store, ids, new Date()));
      return `${ended.size} ended; a running server knows within five seconds`;
    }),
  erase: (call) =>
    withAuditedStore(call, async (store) => {
      const id = requireArgument(call);
      const isComplete = await eraseById(store, id);
      const remainder = isComplete ? '' : '; deleted bytes remain in the write-ahead log until its next checkpoint';
      return `erased here${remainder}; the upstream has its own copy`;
    }),
  backup: (call) => withAuditedStore(call, () => backUp(call.env, requireArgument(call))),
  reconcile: ({ since, ...call }) => {
    if (since === undefined) throw new CommandError(usage);
    return withAuditedStore({ ...call, since }, async (store) => {
      const partners = await readPartners(call);
      const keys = deriveKeys(...readServerSecrets(readKeySettings(call.env)));
      const { site, allInstallations = false } = call;
      return reconcileCommand({ store, partners, keys, log: call.log }, { since, site, allInstallations });
    });
  },
  retention: (call) => {
    if (call.args[0] !== 'confirm') throw new CommandError(usage);
    return withAuditedStore(call, async (store) => {
      const now = new Date();
      await confirmClock(store, now);
      return `confirmed that it is ${now.toISOString()}; expired data is deleted at the next run`;
    });
  },
  audit: (call) => {
    const [action, name] = call.args;
    if (action === 'actor' && name !== undefined) return Promise.resolve(actorKey(call.env, name));
    if (action === 'list') return withAuditedStore(call, (store) => listAudit(store, call.since));
    if (action === 'verify') return withAuditedStore(call, verify);
    throw new CommandError(usage);
  },
};

/**
 * Runs an operator's command, whether or not the server is running. Each command except `audit actor` is recorded in
 * the audit log before it runs, and again with its outcome.
 *
 * @returns the text for the operator
 * @throws CommandError | SettingsError | PayloadKeysError | DecryptionError
 * @example await runCommand('move', ['to-postgres'], process.env, log)
 */
export async function runCommand(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<string> {
  const { values, positionals } = readArguments(args);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || positionals.length > 2 || (positionals.length === 2 && name !== 'audit'))
    throw new CommandError(usage);
  const allowed = ['actor', ...(OPTIONS_OF_COMMAND[name] ?? [])];
  if (Object.keys(values).some((option) => !allowed.includes(option))) throw new CommandError(usage);
  const { since, 'all-installations': allInstallations, ...options } = values;
  return command({ ...options, allInstallations, name, args: positionals, since: readSince(since), env, log });
}

const OPTIONS_OF_COMMAND: Readonly<Record<string, readonly string[]>> = {
  replay: ['endpoint', 'event', 'since'],
  'check-page': ['site', 'json'],
  reconcile: ['since', 'site', 'all-installations'],
  audit: ['since'],
};

/** @throws CommandError */
function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        actor: { type: 'string' },
        endpoint: { type: 'string' },
        event: { type: 'string' },
        since: { type: 'string' },
        site: { type: 'string' },
        'all-installations': { type: 'boolean' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
  } catch {
    throw new CommandError(usage);
  }
}

/** @throws SettingsError | PartnersFileError */
async function readPartners({ env }: Pick<CommandCall, 'env'>): Promise<Partners> {
  const { PARTNERS_FILE, SIGNER_MODULE } = readPartnersSettings(env);
  const createSigner = SIGNER_MODULE ? await loadSignerModule(SIGNER_MODULE) : undefined;
  return loadPartners(PARTNERS_FILE, env, createSigner);
}

/** @throws CommandError if the site does not exist or has no webhooks */
async function readPartnersWithWebhooks(call: CommandCall, site: string): Promise<Partners> {
  const partners = await readPartners(call);
  const found = partners.sites.get(site);
  if (!found) throw new CommandError(`no site has the key ${site}`);
  if (!found.webhooks.length) throw new CommandError(`site ${site} has no webhooks`);
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

/** @throws CommandError */
function readSince(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const since = new Date(text);
  if (Number.isNaN(since.getTime())) throw new CommandError('--since must be a time such as 2027-01-04T00:00:00Z');
  return since.toISOString();
}

function requireArgument({ args: [argument] }: CommandCall): string {
  if (argument === undefined) throw new CommandError(usage);
  return argument;
}

async function verify(store: Parameters<typeof verifyAudit>[0]): Promise<string> {
  const result = await verifyAudit(store);
  if (result.isIntact) return `${result.count} rows, intact; last hash ${result.head}`;
  throw new CommandError(`the audit log was changed; first broken row:\n${JSON.stringify(result.firstBroken)}`);
}
