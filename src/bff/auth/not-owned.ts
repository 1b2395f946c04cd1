import type { AppContext } from '../app-context.ts';
import { ProblemError } from '../http/problem.ts';
import { ERASED_SESSION } from '../store/tables.ts';

/** The object exists, but the caller may not access it. The cause of a `not_found` problem, for the operator only. */
export class NotOwnedError extends Error {
  override readonly name = 'NotOwnedError';
  readonly object:
    | { readonly contract: string }
    | { readonly signatureRequest: string }
    | { readonly approvalRequest: string };

  constructor(object: NotOwnedError['object']) {
    super('the object belongs to another session, site or partner');
    this.object = object;
  }
}

/**
 * The problem for an object that the caller cannot access. The caller cannot find out whether it exists, but the
 * operator can: an existing ID of another customer is logged and audited.
 */
export async function notFoundProblem(
  { store }: Pick<AppContext, 'store'>,
  table: keyof typeof OBJECT_OF,
  id: string,
): Promise<ProblemError> {
  const row = await store
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('session_id', '!=', ERASED_SESSION)
    .executeTakeFirst();
  return new ProblemError('not_found', {}, row && new NotOwnedError(OBJECT_OF[table](id)));
}

/** What the rows of a table are called in the audit log. */
const OBJECT_OF = {
  contracts: (contract: string) => ({ contract }),
  letters: (signatureRequest: string) => ({ signatureRequest }),
  approval_requests: (approvalRequest: string) => ({ approvalRequest }),
};
