import { Hono } from 'hono';
import { contractDocument } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { routePath } from '../http/route-path.ts';
import { authenticate } from '../sites/authenticate.ts';
import { answerWithDocument } from './document-answer.ts';
import { ownedContract } from './owned-contract.ts';

/** The contract's PDF for the widget, which shows its session's token. */
export const contractDocumentRoutes = (deps: Deps): Hono =>
  new Hono().get(routePath(contractDocument.path), async (context) => {
    const caller = await authenticate(context, deps);
    const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
    return answerWithDocument(context, deps, caller.access, row, 'attachment');
  });
