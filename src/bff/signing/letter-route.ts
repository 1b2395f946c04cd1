import { Hono } from 'hono';
import { cancelSigningLetter, sendSigningLetterAgain } from '../../wire/signing-letter.ts';
import { contractFromRow } from '../contracts/contract-from-row.ts';
import { ownedContract } from '../contracts/owned-contract.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { authenticate } from '../sites/authenticate.ts';
import type { ContractRow } from '../store/tables.ts';
import type { SigningWay } from './signing-way.ts';
import { wayOf } from './ways.ts';

/** What whoever signs a contract from an inbox may do about its letter. */
export const signingLetterRoutes = (deps: Deps): Hono =>
  new Hono()
    .use('/v1/contracts/:id/letter/*', (context, next) => {
      context.header('Cache-Control', 'no-store');
      return next();
    })
    .post(routePath(sendSigningLetterAgain.path), async (context) => {
      const caller = await authenticate(context, deps);
      const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
      const { email } = await readBody(context, sendSigningLetterAgain.body);
      await letterOf(row).sendAgain(deps, row, email);
      const now = await contractFromRow(deps.store, await ownedContract(deps, caller, row.id));
      return context.json(now, sendSigningLetterAgain.status);
    })
    .post(routePath(cancelSigningLetter.path), async (context) => {
      const caller = await authenticate(context, deps);
      const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
      await readBody(context, cancelSigningLetter.body);
      await letterOf(row).cancel(deps, row);
      return context.json(await contractFromRow(deps.store, await ownedContract(deps, caller, row.id)));
    });

/** @throws ProblemError not_found for a contract that has none */
const letterOf = (row: ContractRow): NonNullable<SigningWay['letter']> => {
  const { letter } = wayOf(row);
  if (!letter) throw new ProblemError('not_found');
  return letter;
};
