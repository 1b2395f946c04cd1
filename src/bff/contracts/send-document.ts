import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import type { AppContext } from '../app-context.ts';
import type { MscAccess } from '../config/load-partners.ts';
import { parseRange } from '../http/byte-range.ts';
import { noStore } from '../http/message-page.ts';
import { describeError } from '../log.ts';
import type { ContractRow } from '../store/tables.ts';
import { openDocument, pipeWithLimit } from './document.ts';

/** Answers with a contract's PDF, or the range of it that the request asks for. @throws ProblemError as openDocument */
export async function sendDocument(
  context: Context,
  appContext: AppContext,
  access: MscAccess,
  row: ContractRow,
  disposition: 'inline' | 'attachment',
): Promise<Response> {
  const document = await openDocument(appContext, access, row, parseRange(context.req.header('Range')));
  noStore(context);
  context.header('Accept-Ranges', 'bytes');
  for (const [name, value] of Object.entries(document.headers)) context.header(name, value);
  context.status(document.status);
  if (document.status === 416) return context.body(null);
  context.header('Content-Type', 'application/pdf');
  context.header('Content-Disposition', `${disposition}; filename="contract-${row.reference}.pdf"`);
  return stream(
    context,
    async (out) => {
      if (!(await pipeWithLimit(document.body, out))) appContext.log.error('document_too_large', { contract: row.id });
    },
    async (error) => appContext.log.warn('document_aborted', { contract: row.id, error: describeError(error) }),
  );
}
