import type { Hono } from 'hono';
import { getContract } from '../../wire/contract.ts';
import { createContract } from '../../wire/create-contract.ts';
import { getSubmittedPurchase } from '../../wire/saved-purchase.ts';
import type { AppContext } from '../app-context.ts';
import { chargeCaller } from '../auth/authenticate.ts';
import { clientIp } from '../middleware/client-ip.ts';
import { createRouter } from '../routing/route.ts';
import { createPurchaseReader } from './check-price.ts';
import { contractFromRow, loadContract, readContract } from './contract-from-row.ts';
import { submitContract } from './create-contract.ts';
import { readSubmittedPurchase } from './earlier-purchase.ts';
import { createRefresher } from './signing-method.ts';

/**
 * The points that a contract request costs in addition to the one point of every request. A contract request usually
 * causes up to three upstream calls that cannot be deferred, so one address must not use up the calls that are reserved
 * for contracts.
 */
const ADDITIONAL_COST = 9;

/** Creates contracts and returns them to the sessions that own them. */
export function contractRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const load = loadContract(appContext);
  const refreshIfDue = createRefresher(appContext);
  const readPurchase = createPurchaseReader(appContext);
  route(createContract, async ({ context, caller, idempotencyKey, body }) => {
    await chargeCaller(appContext, context, caller, ADDITIONAL_COST);
    return submitContract(appContext, caller, idempotencyKey, body, {
      address: clientIp(context, appContext.trustedProxies),
      userAgent: context.req.header('User-Agent'),
    });
  });
  route(getContract, { load }, async ({ caller, resource: row }) =>
    (await refreshIfDue(row)) ? readContract(appContext, caller, row.id) : contractFromRow(appContext.store, row),
  );
  route(getSubmittedPurchase, { load }, ({ caller, resource: row }) =>
    readPurchase(caller, () => readSubmittedPurchase(appContext, caller, row)),
  );
  return app;
}
