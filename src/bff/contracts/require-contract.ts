import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import type { ContractRow } from '../store/tables.ts';

/** The contract, if this session made it on this site, or came to it by a resume link. Anyone else's does not exist. @throws ProblemError not_found */
export async function requireContract(appContext: AppContext, caller: Caller, id: string): Promise<ContractRow> {
  const row = await appContext.store
    .selectFrom('contracts')
    .selectAll()
    .where('id', '=', id)
    .where('site_key', '=', caller.site.key)
    .where(({ eb, or, exists, selectFrom }) =>
      or([
        eb('session_id', '=', caller.sessionId),
        exists(
          selectFrom('contract_sessions')
            .select('contract_id')
            .whereRef('contract_sessions.contract_id', '=', 'contracts.id')
            .where('contract_sessions.session_id', '=', caller.sessionId),
        ),
      ]),
    )
    .where('intent', '=', 'created')
    .executeTakeFirst();
  if (!row) throw new ProblemError('not_found');
  return row;
}
