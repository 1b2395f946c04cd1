import type { AppContext } from '../app-context.ts';
import { ProblemError } from '../http/problem.ts';
import { ERASED_SESSION } from '../store/tables.ts';

/** The object exists, but the caller may not access it. The cause of a `not_found` problem, for the operator only. */
export class NotOwnedError extends Error {
  override readonly name = 'NotOwnedError';
  readonly object: { readonly contract: string } | { readonly signatureRequest: string };

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
  table: 'contracts' | 'letters',
  id: string,
): Promise<ProblemError> {
  const row = await store
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('session_id', '!=', ERASED_SESSION)
    .executeTakeFirst();
  const object = table === 'contracts' ? { contract: id } : { signatureRequest: id };
  return new ProblemError('not_found', {}, row && new NotOwnedError(object));
}
