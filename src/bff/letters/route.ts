import { Hono } from 'hono';
import { LRUCache } from 'lru-cache';
import { cancelLetter, createLetter, getLetter, sendLetterAgain } from '../../wire/letter.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { authenticate, type Caller } from '../sites/authenticate.ts';
import { cancelLetterOf, sendAgain } from './change-letter.ts';
import { claimLetter } from './claim-letter.ts';
import { refreshLetter } from './follow-letters.ts';
import { letterFromRow } from './letter-from-row.ts';
import type { LetterRow } from './letter-table.ts';
import { sendLetter } from './send-letter.ts';

/** The upstream is asked about one letter no more often, however often we are. */
const leastMilliseconds = 5_000;

/** Sends letters of authorization, where the site offers them, and shows them to who asked for them. */
export const letterRoutes = (deps: Deps): Hono => {
  const asked = new LRUCache<string, true>({ max: 10_000, ttl: leastMilliseconds });
  return new Hono()
    .use('/v1/letters/*', (context, next) => {
      context.header('Cache-Control', 'no-store');
      return next();
    })
    .post(createLetter.path, async (context) => {
      const caller = await authenticate(context, deps);
      if (!caller.site.usageAuthorization) throw new ProblemError('not_found');
      const key = context.req.header('Idempotency-Key') ?? '';
      if (!/^[\w-]{16,64}$/.test(key)) throw new ProblemError('idempotency_key_required');
      const { id } = await claimLetter(deps, caller, key, await readBody(context, createLetter.body));
      await sendLetter(deps, id);
      return context.json(letterFromRow(await ownedLetter(deps, caller, id)), createLetter.status);
    })
    .get(routePath(getLetter.path), async (context) => {
      const caller = await authenticate(context, deps);
      const row = await ownedLetter(deps, caller, context.req.param('id') ?? '');
      if (!asked.has(row.id)) {
        asked.set(row.id, true);
        await refreshLetter(deps, row);
      }
      return context.json(letterFromRow(await ownedLetter(deps, caller, row.id)));
    })
    .post(routePath(sendLetterAgain.path), async (context) => {
      const caller = await authenticate(context, deps);
      const row = await ownedLetter(deps, caller, context.req.param('id') ?? '');
      const { email } = await readBody(context, sendLetterAgain.body);
      await sendAgain(deps, row, email);
      return context.json(letterFromRow(await ownedLetter(deps, caller, row.id)), sendLetterAgain.status);
    })
    .post(routePath(cancelLetter.path), async (context) => {
      const caller = await authenticate(context, deps);
      const row = await ownedLetter(deps, caller, context.req.param('id') ?? '');
      await readBody(context, cancelLetter.body);
      await cancelLetterOf(deps, row);
      return context.json(letterFromRow(await ownedLetter(deps, caller, row.id)));
    });
};

/** Anyone else's does not exist; a contract's is reached through the contract. @throws ProblemError not_found */
const ownedLetter = async (deps: Deps, caller: Caller, id: string): Promise<LetterRow> => {
  const row = await deps.store
    .selectFrom('letters')
    .selectAll()
    .where('id', '=', id)
    .where('site_key', '=', caller.site.key)
    .where('session_id', '=', caller.sessionId)
    .where('contract_id', 'is', null)
    .executeTakeFirst();
  if (!row) throw new ProblemError('not_found');
  return row;
};
