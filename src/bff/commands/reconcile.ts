import { UpstreamError } from '../../upstreams/http/errors.ts';
import { createContractEventBus } from '../contract-events/contract-event-bus.ts';
import { isOwnContractId } from '../contracts/adopted-contract.ts';
import type { Keys } from '../encryption/server-keys.ts';
import { createEnrollmentBackend } from '../enrollment/msc/msc-enrollment-backend.ts';
import type { Partners } from '../enrollment/partner-access.ts';
import type { Log } from '../log.ts';
import { CommandError } from '../operator-error.ts';
import { type ReconciledContract, reconcileUpstream } from '../restore/reconcile-upstream.ts';
import { isContractId } from '../store/ids.ts';
import type { Store } from '../store/tables.ts';

const TIMEOUTS = { attemptMs: 15_000, totalMs: 30_000 };

interface CommandContext {
  readonly store: Store;
  readonly partners: Partners;
  readonly keys: Keys;
  readonly log: Log;
}

interface ReconcileOptions {
  readonly since: string;
  readonly site?: string | undefined;
  /**
   * Also adopts contracts of other installations that use the same account, and contracts of older versions, whose IDs
   * had no tag.
   */
  readonly allInstallations: boolean;
}

/**
 * Adopts contracts that only the upstream knows about: see `reconcileUpstream`.
 *
 * @returns one line for each contract that was neither known nor erased, then the number of contracts by outcome
 * @throws CommandError
 */
export async function reconcileCommand(
  { store, partners, keys, log }: CommandContext,
  { since, site, allInstallations }: ReconcileOptions,
): Promise<string> {
  if (site !== undefined && !partners.sites.has(site)) throw new CommandError(`no site has the key ${site}`);
  const appContext = {
    store,
    partners,
    log,
    enrollment: ({ credentials }: { readonly credentials: Parameters<typeof createEnrollmentBackend>[0] }) =>
      createEnrollmentBackend(credentials, { timeouts: TIMEOUTS }),
    // The event streams are in the server process, which is notified through the store.
    contractEvents: createContractEventBus(),
    now: () => new Date(),
  };
  const isOurs = (reference: string): boolean =>
    allInstallations ? isContractId(reference) : isOwnContractId(keys, reference);
  const lines: string[] = [];
  const counts = new Map<string, number>();
  let appliedWebhooks = 0;
  try {
    for await (const contract of reconcileUpstream(appContext, since, { siteKey: site, isOurs })) {
      const { outcome } = contract;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      appliedWebhooks += contract.appliedWebhooks;
      if (outcome !== 'known' && outcome !== 'erased') lines.push(describe(contract));
    }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    throw new CommandError(`${error.message}; contracts adopted so far are kept: run the command again`);
  }
  const summary = [...counts].map(([outcome, count]) => `${outcome}: ${count}`).join(', ') || 'no contracts';
  return [...lines, `${summary}; webhooks applied: ${appliedWebhooks}`].join('\n');
}

const describe = ({ partner, environment, contract, upstreamId, outcome }: ReconciledContract): string =>
  `${partner}/${environment} ${outcome} ${contract ?? 'with a reference that is not ours'} (upstream ${upstreamId ?? 'response is invalid'})`;
