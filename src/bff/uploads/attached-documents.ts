import type { CreateContractInput } from '../../upstreams/msc/contracting-schema.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { FieldProblem } from '../../wire/problem.ts';
import type { UploadKind } from '../../wire/upload.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';

type Documents = NonNullable<CreateContractInput['documents']>;
type Files = Pick<CreateContractRequest, 'latestBill' | 'taxExemption'>;

/** The files a contract names, in the order in which the upstream is told of them. `path` is the wire's. */
const listFiles = ({ latestBill, taxExemption }: Files): { kind: UploadKind; id: string; path: string }[] => [
  ...(latestBill ? [{ kind: 'latest_bill' as const, id: latestBill, path: '/latestBill' }] : []),
  ...(taxExemption
    ? [{ kind: 'tax_exemption' as const, id: taxExemption.certificate, path: '/taxExemption/certificate' }]
    : []),
];

/**
 * The upstream's ids of a contract's files. Each must have been sent whole, by this session, for this purpose; whether it is too
 * old is the upstream's to say, so that the same request is answered alike however late it comes again.
 *
 * @throws ProblemError invalid_request: `upload_unknown` at each file that is not the session's
 */
export async function attachedDocuments(appContext: AppContext, caller: Caller, request: Files): Promise<Documents> {
  const files = listFiles(request);
  if (!files.length) return [];
  const rows = await appContext.store
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
  const documents = files.flatMap(({ kind, id, path }) => {
    const upstreamId = rows.find((row) => row.id === id && row.kind === kind)?.upstream_id;
    if (upstreamId) return [{ kind, id: upstreamId }];
    errors.push({ path, code: 'upload_unknown', detail: 'upload unknown' });
    return [];
  });
  if (errors.length) throw new ProblemError('invalid_request', { errors });
  return documents;
}

/** `documents/0/id` of the upstream's input is the wire's `/latestBill`, or whichever file was named first. */
export function documentPath(request: Files, field: readonly string[]): string | undefined {
  if (field[0] === 'taxExempt') return '/taxExemption/certificate';
  return field[0] === 'documents' ? listFiles(request)[Number(field[1])]?.path : undefined;
}
