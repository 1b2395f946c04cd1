import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { type Contract, type ContractStatus, contract, contractStatus, statusReason } from '../../wire/contract.ts';
import { compareStatuses, hasEnded, provesSignature } from '../../wire/contract-status.ts';
import { earlyTerminationKind } from '../../wire/offer.ts';
import type { AppContext } from '../app-context.ts';
import { notFoundProblem } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { readSignatureRequest } from '../signature-requests/status.ts';
import type { ContractRow, Store, Tables } from '../store/tables.ts';

const statusObservation = z.object({ status: contractStatus, at: z.string(), lastAt: z.string().optional() });

/** An account as we store it: with enough data for the customer to recognize it, but not enough to use it. */
const accounts = z.array(
  z.object({
    last4: z.string(),
    status: contractStatus,
    reasons: z.array(statusReason),
    timeline: z.array(statusObservation),
  }),
);
export type StoredAccount = Readonly<z.infer<typeof accounts>[number]>;

const reasons = z.array(statusReason);

export async function contractFromRow(store: Pick<Store, 'selectFrom'>, row: ContractRow): Promise<Contract> {
  const status = contractStatus.parse(row.status);
  const timeline = sortTimeline(await readObservations(store, row.id));
  const signatureRequest = row.letter_id === null ? undefined : await readSignatureRequest(store, row.letter_id);
  return {
    id: row.id,
    reference: row.reference,
    status,
    reasons: readReasons(row),
    accounts: readAccounts(row).map((account) => ({ ...account, timeline: sortTimeline(account.timeline) })),
    timeline,
    signing: {
      ...toSigningSummary({ status, timeline }, readSigners(row.signers)),
      ...(signatureRequest ? { signatureRequest } : {}),
    },
    terms: toTerms(JSON.parse(row.terms)),
    seq: row.seq,
  };
}

/** The fees as we store them: amounts in US dollars, from the offer token. */
const storedFees = z.object({
  monthlyFee: z.string(),
  earlyTermination: z.object({ kind: earlyTerminationKind, amount: z.string() }),
});

function toTerms(stored: object): Contract['terms'] {
  const { data: fees } = storedFees.safeParse(stored);
  return contract.shape.terms.parse({
    ...stored,
    monthlyFee: fees && toMoney(fees.monthlyFee),
    earlyTermination: fees && { ...fees.earlyTermination, amount: toMoney(fees.earlyTermination.amount) },
  });
}

const toMoney = (amount: string) => ({ amount, currency: 'USD' });

/**
 * Returns the contract if this session created it on this site, or opened it with a resume link. For any other
 * session, the contract does not exist.
 *
 * @throws ProblemError not_found
 */
async function requireContract(
  { store }: Pick<AppContext, 'store'>,
  caller: Pick<Caller, 'site' | 'sessionId'>,
  id: string,
): Promise<ContractRow> {
  const row = await store
    .selectFrom('contracts')
    .selectAll()
    .where('id', '=', id)
    .where('site_key', '=', caller.site.key)
    .where(isAccessibleTo(caller.sessionId))
    .where('intent', '=', 'created')
    .executeTakeFirst();
  if (!row) throw await notFoundProblem({ store }, 'contracts', id);
  return row;
}

/** SQL condition: the session created the contract, or opened it with a resume link. */
export const isAccessibleTo =
  (sessionId: string) =>
  ({ eb, or, exists, selectFrom }: ExpressionBuilder<Tables, 'contracts'>) =>
    or([
      eb('contracts.session_id', '=', sessionId),
      exists(
        selectFrom('contract_sessions')
          .select('contract_id')
          .whereRef('contract_sessions.contract_id', '=', 'contracts.id')
          .where('contract_sessions.session_id', '=', sessionId),
      ),
    ]);

/** The current version of the caller's contract. @throws ProblemError not_found */
export async function readContract(
  appContext: Pick<AppContext, 'store'>,
  caller: Pick<Caller, 'site' | 'sessionId'>,
  id: string,
): Promise<Contract> {
  return contractFromRow(appContext.store, await requireContract(appContext, caller, id));
}

export async function readObservations(
  store: Pick<Store, 'selectFrom'>,
  contractId: string,
): Promise<StatusObservation[]> {
  const rows = await store
    .selectFrom('contract_statuses')
    .select(['status', 'at', 'last_at'])
    .where('contract_id', '=', contractId)
    .execute();
  return rows.map(({ status, at, last_at }) => ({ status: contractStatus.parse(status), at, lastAt: last_at ?? at }));
}

export const readAccounts = (row: ContractRow): StoredAccount[] => accounts.parse(JSON.parse(row.accounts));

export const readReasons = (row: ContractRow): Contract['reasons'] => reasons.parse(JSON.parse(row.reasons));

const sortTimeline = (timeline: readonly StatusObservation[]): Contract['timeline'] =>
  timeline
    .map(({ status, at }) => ({ status, at }))
    .sort((a, b) => a.at.localeCompare(b.at) || compareStatuses(a.status, b.status));

export const loadContract =
  (appContext: Pick<AppContext, 'store'>) =>
  ({ caller, params }: { readonly caller: Caller; readonly params: { readonly id: string } }): Promise<ContractRow> =>
    requireContract(appContext, caller, params.id);

/** The customer's signers, in signing order. The contract was created for the first one. */
const signers = z.array(z.object({ order: z.number(), status: z.enum(['waiting', 'signed', 'declined']) }));
export type StoredSigners = z.infer<typeof signers>;

export const readSigners = (text: string): StoredSigners => signers.parse(JSON.parse(text));

const SIGNER_RANK = { waiting: 0, declined: 1, signed: 2 };

/** Merges reported signers into the known ones. A signer's status never goes backwards. */
export function mergeSigners(existing: StoredSigners, reported: readonly StoredSigners[number][] = []): StoredSigners {
  const merged = new Map(existing.map((signer) => [signer.order, signer]));
  for (const { order, status } of reported) {
    const previous = merged.get(order);
    if (!previous || SIGNER_RANK[status] > SIGNER_RANK[previous.status]) merged.set(order, { order, status });
  }
  return [...merged.values()].sort((a, b) => a.order - b.order);
}

/**
 * The progress of signing as the customer sees it. If the contract has ever had a status that proves that everyone has
 * signed, all signers count as signed. Otherwise the reported signers decide. If the contract was declined and no
 * signer is reported as declined, the first signer counts as declined unless that signer has signed.
 */
function toSigningSummary(
  { status, timeline }: Pick<Contract, 'status' | 'timeline'>,
  [first, ...others]: StoredSigners,
): Omit<Contract['signing'], 'signatureRequest'> {
  if (provesSignature(status) || timeline.some((past) => provesSignature(past.status)))
    return { you: 'signed', others: 0 };
  const you = first?.status ?? 'waiting';
  const isDeclined = status === 'declined' && (!first || others.every((other) => other.status !== 'declined'));
  return {
    you: you === 'waiting' && isDeclined ? 'declined' : you,
    others: others.filter((other) => other.status === 'waiting').length,
  };
}

/** An observed status: when it was reached, and when it was last confirmed (ISO 8601 in UTC). */
export interface StatusObservation {
  readonly status: ContractStatus;
  readonly at: string;
  readonly lastAt?: string | undefined;
}

/**
 * Derives the status from all observations, regardless of their order.
 *
 * The status is the highest-ranked one, unless the contract is on hold. A hold lasts until a later observation confirms
 * the highest-ranked status or a higher one. Only this decision is based on instants. Instants are comparable, because
 * each says when the contract had the status, not when the report arrived. At equal instants the hold wins, because it
 * comes after the status that it suspends. Once the supplier has accepted or the contract has ended, a hold has no
 * effect.
 *
 * A contract that is signed by email is a draft upstream until it is signed, and the email provider reports `sent` and
 * `viewed`, even during a hold. So its hold lasts until a later observation of any other status.
 *
 * @example currentStatus([{ status: 'submitted', at: '…:01Z' }, { status: 'on_hold', at: '…:02Z' }]) // 'on_hold'
 */
export function currentStatus(
  observations: readonly StatusObservation[],
  { isSignedByEmail = false } = {},
): ContractStatus {
  let highest: StatusObservation = { status: 'draft', at: '' };
  for (const entry of observations) {
    const step = compareStatuses(entry.status, highest.status);
    const isFurther = step > 0 || (step === 0 && lastAt(entry) > lastAt(highest));
    if (entry.status !== 'on_hold' && isFurther) highest = entry;
  }
  const hold = observations.find(({ status }) => status === 'on_hold');
  if (!hold || compareStatuses(highest.status, 'accepted') >= 0 || hasEnded(highest.status)) return highest.status;
  const confirmations = isSignedByEmail ? observations.filter(isReportedByBackend) : [highest];
  return confirmations.some((entry) => lastAt(entry) > lastAt(hold)) ? highest.status : 'on_hold';
}

/** Whether an observation of a contract that is signed by email comes from the enrollment backend. */
const isReportedByBackend = ({ status }: StatusObservation): boolean => status !== 'sent' && status !== 'viewed';

const lastAt = ({ at, lastAt: last = at }: StatusObservation): string => last;

/** Adds an observation. `at` becomes the earliest instant of the status, and `lastAt` the latest. */
export function recordObservation<O extends StatusObservation>(
  observations: readonly O[],
  status: ContractStatus,
  at: string,
): (O | StatusObservation)[] {
  const existing = observations.find((entry) => entry.status === status);
  if (!existing) return [...observations, { status, at, lastAt: at }];
  const merged = {
    ...existing,
    at: at < existing.at ? at : existing.at,
    lastAt: at > lastAt(existing) ? at : lastAt(existing),
  };
  return observations.map((entry) => (entry === existing ? merged : entry));
}
