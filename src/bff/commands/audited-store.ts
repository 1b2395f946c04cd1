import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type AuditFields, appendAudit } from '../audit/audit-log.ts';
import { readKeySettings, readStoreSettings } from '../config/settings.ts';
import { deriveKeys, readServerSecrets } from '../encryption/server-keys.ts';
import type { Log } from '../log.ts';
import { CommandError } from '../operator-error.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/tables.ts';

export interface CommandCall {
  readonly name: string;
  readonly args: readonly string[];
  /** ISO 8601 in UTC. */
  readonly since: string | undefined;
  /** A site key. */
  readonly site?: string | undefined;
  readonly allInstallations?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly endpoint?: string | undefined;
  readonly event?: string | undefined;
  /** The operator's name; by default the user of the operating system. */
  readonly actor?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/**
 * Arguments that are recorded: IDs, site keys and words that a command defines. Any other argument is recorded as
 * `other`, because it could be a secret that was pasted by mistake.
 */
const RECORDED_ARGUMENT =
  /^(?:(?:ct|lt|ap)_[0-9a-f]{32}|pk_(?:test|live)_\w{1,60}|to-postgres|to-sqlite|confirm|verify|list)$/;

/**
 * The keyed hash that identifies an operator in the audit log.
 *
 * @throws SettingsError without the server's secret
 */
export function actorKey(env: NodeJS.ProcessEnv, name: string): string {
  const { request } = deriveKeys(...readServerSecrets(readKeySettings(env)));
  return createHmac('sha256', request).update(`operator ${name}`).digest('base64url');
}

/** The name of the user who runs this process, or the user ID if the user has no name, as in some containers. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

export async function auditCommand(
  store: Store,
  call: CommandCall,
  fields: Pick<AuditFields, 'outcome' | 'error'> = {},
): Promise<void> {
  const event = {
    action: fields.outcome ? ('command_finished' as const) : ('command_started' as const),
    at: new Date().toISOString(),
    actor: actorKey(call.env, call.actor ?? systemUser()),
    command: call.name,
    args: call.args.map((argument) => (RECORDED_ARGUMENT.test(argument) ? argument : 'other')),
    ...(call.site !== undefined && RECORDED_ARGUMENT.test(call.site) ? { site: call.site } : {}),
    ...fields,
  };
  await store.transaction().execute((transaction) => appendAudit(transaction, [event]));
}

export async function auditFailure(store: Store, call: CommandCall, error: unknown): Promise<unknown> {
  await auditCommand(store, call, { outcome: 'failed', error: error instanceof Error ? error.name : 'unknown' });
  return error;
}

/**
 * Reads the settings of a store that exists. A wrong `DATABASE_FILE` would otherwise create an empty store, in which a
 * command such as `erase` has nothing to do and reports success.
 *
 * @throws CommandError
 */
export function readExistingStoreSettings(env: NodeJS.ProcessEnv): ReturnType<typeof readStoreSettings> {
  const settings = readStoreSettings(env);
  const { DATABASE_FILE, DATABASE_URL } = settings;
  if (!DATABASE_URL && !existsSync(DATABASE_FILE))
    throw new CommandError(`there is no database at ${DATABASE_FILE}: set DATABASE_FILE to the server's database`);
  return settings;
}

/** Opens the server's store and runs a command with it. The command does not run if it cannot be audited. */
export async function withAuditedStore(call: CommandCall, run: (store: Store) => Promise<string>): Promise<string> {
  const store = await openStore(readExistingStoreSettings(call.env), call.log);
  try {
    await auditCommand(store, call);
    const result = await run(store).catch(async (error: unknown) => {
      throw await auditFailure(store, call, error);
    });
    await auditCommand(store, call, { outcome: 'succeeded' });
    return result;
  } finally {
    await store.destroy();
  }
}
