import { Hono } from 'hono';
import { getContract } from '../../wire/contract.ts';
import { createContract } from '../../wire/create-contract.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { toHonoPath } from '../http/route-path.ts';
import { createRefresher } from '../signing/select-signing-method.ts';
import { contractFromRow } from './contract-from-row.ts';
import { submitContract } from './create-contract.ts';
import { requireContract } from './require-contract.ts';

/** Makes contracts and shows them to who made them. */
export function contractRoutes(appContext: AppContext): Hono {
  const refreshIfDue = createRefresher(appContext);
  return new Hono()
    .post(createContract.path, async (context) => {
      const caller = await authenticate(context, appContext);
      const key = context.req.header('Idempotency-Key') ?? '';
      if (!/^[\w-]{16,64}$/.test(key)) throw new ProblemError('idempotency_key_required');
      const request = await readBody(context, createContract.body);
      const contract = await submitContract(appContext, caller, key, request);
      context.header('Cache-Control', 'no-store');
      return context.json(contract, createContract.status);
    })
    .get(toHonoPath(getContract.path), async (context) => {
      const caller = await authenticate(context, appContext);
      const id = context.req.param('id') ?? '';
      const row = await requireContract(appContext, caller, id);
      const currentRow = (await refreshIfDue(row)) ? await requireContract(appContext, caller, id) : row;
      context.header('Cache-Control', 'no-store');
      return context.json(await contractFromRow(appContext.store, currentRow));
    });
}
