import { Hono } from 'hono';
import { createContract, getContract } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { createWatch } from '../signing/ways.ts';
import { authenticate } from '../sites/authenticate.ts';
import { contractFromRow } from './contract-from-row.ts';
import { createContractOnce } from './create.ts';
import { ownedContract } from './owned-contract.ts';

/** Makes contracts and shows them to who made them. */
export const contractRoutes = (deps: Deps): Hono => {
  const askAnew = createWatch(deps);
  return new Hono()
    .post(createContract.path, async (context) => {
      const caller = await authenticate(context, deps);
      const key = context.req.header('Idempotency-Key') ?? '';
      if (!/^[\w-]{16,64}$/.test(key)) throw new ProblemError('idempotency_key_required');
      const request = await readBody(context, createContract.body);
      const contract = await createContractOnce(deps, caller, key, request);
      context.header('Cache-Control', 'no-store');
      return context.json(contract, createContract.status);
    })
    .get(routePath(getContract.path), async (context) => {
      const caller = await authenticate(context, deps);
      const id = context.req.param('id') ?? '';
      const row = await ownedContract(deps, caller, id);
      const now = (await askAnew(row)) ? await ownedContract(deps, caller, id) : row;
      context.header('Cache-Control', 'no-store');
      return context.json(await contractFromRow(deps.store, now));
    });
};
