import { Hono } from 'hono';
import { contractDocument } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { toHonoPath } from '../http/route-path.ts';
import { requireContract } from './require-contract.ts';
import { sendDocument } from './send-document.ts';

/** The contract's PDF for the widget, which shows its session's token. */
export const contractDocumentRoutes = (appContext: AppContext): Hono =>
  new Hono().get(toHonoPath(contractDocument.path), async (context) => {
    const caller = await authenticate(context, appContext);
    const row = await requireContract(appContext, caller, context.req.param('id') ?? '');
    return sendDocument(context, appContext, caller.access, row, 'attachment');
  });
