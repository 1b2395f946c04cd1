import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import type { AttachedDocument } from '../enrollment/enrollment-backend.ts';
import { ProblemError } from '../http/problem.ts';

type Files = Pick<CreateContractRequest, 'latestBill' | 'taxExemption'>;

/** The files in a contract request: each has our upload ID and the path of its field. */
const listFiles = ({ latestBill, taxExemption }: Files): AttachedDocument[] => [
  ...(latestBill ? [{ kind: 'latest_bill' as const, id: latestBill, path: '/latestBill' }] : []),
  ...(taxExemption
    ? [{ kind: 'tax_exemption' as const, id: taxExemption.certificate, path: '/taxExemption/certificate' }]
    : []),
];

/**
 * Replaces our upload IDs in a contract request with the upstream's IDs. Each file must have been uploaded completely,
 * by this session and for this purpose. Expiry is checked by the upstream only, so that a late retry has the same
 * outcome.
 *
 * @throws ProblemError invalid_request with `upload_unknown` for each file that does not meet these conditions
 */
export async function attachedDocuments(
  { store }: Pick<AppContext, 'store'>,
  caller: Caller,
  request: Files,
): Promise<readonly AttachedDocument[]> {
  const files = listFiles(request);
  if (!files.length) return [];
  const rows = await store
    .selectFrom('uploads')
    .select(['id', 'kind', 'upstream_id'])
    .where('site_key', '=', caller.site.key)
    .where('session_id', '=', caller.sessionId)
    .where(
      'id',
      'in',
      files.map(({ id }) => id),
    )
    .execute();
  const errors: FieldProblem[] = [];
  const documents = files.flatMap((file) => {
    const upstreamId = rows.find((row) => row.id === file.id && row.kind === file.kind)?.upstream_id;
    if (upstreamId) return [{ ...file, id: upstreamId }];
    errors.push({ path: file.path, code: 'upload_unknown', detail: 'upload unknown' });
    return [];
  });
  if (errors.length) throw new ProblemError('invalid_request', { errors });
  return documents;
}
