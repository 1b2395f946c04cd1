import type { Hono } from 'hono';
import { getContract } from '../../wire/contract.ts';
import { createContract } from '../../wire/create-contract.ts';
import type { AppContext } from '../app-context.ts';
import { clientIp } from '../middleware/client-ip.ts';
import { createRouter } from '../routing/route.ts';
import { contractFromRow, loadContract, readContract } from './contract-from-row.ts';
import { submitContract } from './create-contract.ts';
import { createRefresher } from './signing-method.ts';

/** Creates contracts and returns them to the sessions that own them. */
export function contractRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const refreshIfDue = createRefresher(appContext);
  route(createContract, ({ context, caller, idempotencyKey, body }) =>
    submitContract(appContext, caller, idempotencyKey, body, {
      address: clientIp(context, appContext.trustedProxies),
      userAgent: context.req.header('User-Agent'),
    }),
  );
  route(getContract, { load: loadContract(appContext) }, async ({ caller, resource: row }) =>
    (await refreshIfDue(row)) ? readContract(appContext, caller, row.id) : contractFromRow(appContext.store, row),
  );
  return app;
}
