import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import { MscRefusedError } from '../../upstreams/msc/errors/refused.ts';
import { MscUnavailableError } from '../../upstreams/msc/errors/unavailable.ts';
import { MscUnreadableError } from '../../upstreams/msc/errors/unreadable.ts';
import type { Contract, CreateContract } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { wakeLetter } from '../letters/wake-letter.ts';
import { describeError } from '../log.ts';
import { wayOf } from '../signing/ways.ts';
import type { Caller } from '../sites/authenticate.ts';
import type { ContractRow } from '../store/tables.ts';
import { attachedDocuments } from '../uploads/attached-documents.ts';
import { contractFromRow } from './contract-from-row.ts';
import { claimIntent, releaseIntent } from './intent.ts';
import { recordStatus } from './record-status.ts';
import { refusalFromUserErrors } from './refusal.ts';
import { reportFromMsc } from './report-from-msc.ts';
import { upstreamInput } from './upstream-input.ts';

/**
 * Makes one contract for one intent, whatever is clicked, retried or killed (invariant A): the intent is durable first;
 * where the upstream's answer was lost it is asked by our reference, never told twice blindly; and its answer is kept.
 *
 * @throws ProblemError: the refusal, or `contract_outcome_unknown` when the same key must be sent again
 */
export const createContractOnce = async (
  deps: Deps,
  caller: Caller,
  idempotencyKey: string,
  request: CreateContract,
): Promise<Contract> => {
  const documents = await attachedDocuments(deps, caller, request);
  const claimed = await claimIntent(deps, caller, idempotencyKey, request);
  if (claimed.kind === 'created') return contractFromRow(deps.store, claimed.row);
  if (claimed.kind === 'refused') {
    const { code, ...details } = claimed.problem;
    throw new ProblemError(code, details);
  }
  const { row, shown } = claimed;
  const { contracting } = deps.msc(caller.access);
  let refused: ProblemError;
  try {
    const before = claimed.kind === 'interrupted' ? await contracting.contractByReference(row.id) : undefined;
    if (before) return await settleAndBegin(deps, row.id, before);
    const answer = await contracting
      .createContract({ ...upstreamInput(row, request, shown, documents), ...wayOf(row).told })
      .catch(async (error: unknown) => {
        if (error instanceof MscRefusedError) throw error;
        // The answer was lost or late: ask once whether the contract is there before giving the question back.
        deps.log.warn('contract_outcome_unknown', { contract: row.id, error: describeError(error) });
        const after = await contracting.contractByReference(row.id);
        if (!after) throw error;
        return { ok: true as const, value: after };
      });
    if (answer.ok) return await settleAndBegin(deps, row.id, answer.value);
    refused = await refuse(deps, caller, row, { shown, request }, answer.userErrors);
  } catch (error) {
    // Should the store fail too, the intent's lease runs out by itself: what is told is still that we do not know.
    await releaseIntent(deps, row).catch((cause: unknown) => {
      deps.log.error('intent_not_released', { contract: row.id, error: describeError(cause) });
    });
    if (error instanceof ProblemError) throw error;
    if (error instanceof MscRefusedError) throw error;
    deps.log.error('contract_not_settled', { contract: row.id, error: describeError(error) });
    const wait = error instanceof MscUnavailableError ? error.retryAfter : undefined;
    throw new ProblemError('contract_outcome_unknown', { retryAfter: Math.max(3, wait ?? 0) }, error);
  }
  throw refused;
};

/** Keeps what the upstream made, and has its signing begin. */
const settleAndBegin = async (deps: Deps, id: string, made: MscContract): Promise<Contract> => {
  const row = await settleIntent(deps, id, made);
  await wayOf(row).begin(deps, row);
  return contractFromRow(deps.store, await rowOf(deps, id));
};

const rowOf = (deps: Deps, id: string): Promise<ContractRow> =>
  deps.store.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** Keeps what the upstream made; its letter is due from now on, where it has one. A webhook may have been here first: its status stays. */
export const settleIntent = async (deps: Deps, id: string, made: MscContract): Promise<ContractRow> => {
  if (made.partnerReference !== id) throw new MscUnreadableError('settle', 'partnerReference', 'another contract');
  await deps.store.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('contracts')
      .set({ intent: 'created', upstream_id: made.id })
      .where('id', '=', id)
      .execute();
    const row = await transaction.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    await recordStatus(transaction, row, reportFromMsc(made, made.updatedAt), deps.now());
    await wakeLetter(transaction, row, deps.now());
  });
  deps.live.publish(id);
  const row = await rowOf(deps, id);
  deps.log.info('contract_created', {
    contract: id,
    partner: row.partner,
    environment: row.environment,
    site: row.site_key,
  });
  return row;
};

/** Keeps the refusal, so that the same key gets the same answer. */
const refuse = async (
  deps: Deps,
  caller: Caller,
  row: ContractRow,
  asked: Parameters<typeof refusalFromUserErrors>[2],
  userErrors: Parameters<typeof refusalFromUserErrors>[3],
): Promise<ProblemError> => {
  const refusal = await refusalFromUserErrors(deps, caller, asked, userErrors);
  await deps.store.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('contracts')
      .set({ intent: 'refused', refusal: JSON.stringify(refusal.problem), updated_at: deps.now().toISOString() })
      .where('id', '=', row.id)
      .execute();
    // Nobody will be sent it.
    await transaction.deleteFrom('letters').where('id', '=', row.letter_id).execute();
  });
  deps.log.info('contract_refused', { contract: row.id, code: refusal.problem.code });
  return refusal;
};
