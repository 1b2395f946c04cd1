import type { OpenedPurchase } from '../../wire/prepared-purchase.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { checkPrice } from '../contracts/check-price.ts';
import { ProblemError } from '../http/problem.ts';
import { createOffer } from '../rates/offers-service.ts';
import { shownAmounts } from '../rates/shown-amounts.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';
import { decryptPayload } from './payload.ts';

/**
 * The prepared purchase with the current version of its offer. The prepared offer's token has usually expired by now, so
 * the price is read again and a new token is issued; the terms are compared with those that the preparer saw.
 *
 * @throws ProblemError approval_link_spent | price_check_unavailable
 */
export async function readPurchase(
  appContext: Pick<AppContext, 'enrollment' | 'keys' | 'now' | 'payloadKeys'>,
  caller: Caller,
  row: ApprovalRequestRow,
): Promise<OpenedPurchase> {
  const isReadable = row.revoked_at === null && row.used_at === null && row.expires_at > appContext.now().toISOString();
  const payload = isReadable ? decryptPayload(appContext.payloadKeys, row) : undefined;
  if (!payload) throw new ProblemError('approval_link_spent');
  const { purchase, shown } = payload;
  const check = await checkPrice(appContext, caller, shown, 'display');
  if (check.ok) return { purchase, offer: createOffer(appContext, caller.site, check.price, shown) };
  const { offer, changes = [] } = check.rejection.problem;
  return offer ? { purchase, offer, change: { from: shownAmounts(shown), terms: changes } } : { purchase };
}
