import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import type { Deps } from '../deps.ts';
import { readRange } from '../http/byte-range.ts';
import { privately } from '../http/plain-page.ts';
import { describeError } from '../log.ts';
import type { MscAccess } from '../partners/load-partners.ts';
import type { ContractRow } from '../store/tables.ts';
import { openDocument, pour } from './document.ts';

/** Answers with a contract's PDF, or the range of it that the request asks for. @throws ProblemError as openDocument */
export const answerWithDocument = async (
  context: Context,
  deps: Deps,
  access: MscAccess,
  row: ContractRow,
  as: 'inline' | 'attachment',
): Promise<Response> => {
  const document = await openDocument(deps, access, row, readRange(context.req.header('Range')));
  privately(context);
  context.header('Accept-Ranges', 'bytes');
  for (const [name, value] of Object.entries(document.headers)) context.header(name, value);
  context.status(document.status);
  if (document.status === 416) return context.body(null);
  context.header('Content-Type', 'application/pdf');
  context.header('Content-Disposition', `${as}; filename="contract-${row.reference}.pdf"`);
  return stream(
    context,
    async (out) => {
      if (!(await pour(document.body, out))) deps.log.error('document_too_large', { contract: row.id });
    },
    async (error) => deps.log.warn('document_broken_off', { contract: row.id, error: describeError(error) }),
  );
};
