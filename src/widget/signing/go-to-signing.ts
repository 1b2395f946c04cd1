import type { Presentation } from '../../wire/session.ts';
import { createSigningSession } from '../../wire/signing.ts';
import { ProblemError } from '../bff/problem-error.ts';
import type { Shopper } from '../shopper.ts';
import { troubleOf } from '../trouble.ts';
import { openWindow } from './presentation.ts';
import { isSafeAddress } from './safe-address.ts';
import { send } from './send.ts';

/** From the click to a focused view that is up, in milliseconds. After that a window is offered instead. */
const frameDeadline = 15_000;

/**
 * Mints a signing URL and goes there: in `target`, in this page, or in this tab. The URL works once, for minutes, so
 * every click gets its own and none is kept. Signing must be `preparing`; when it no longer is, nothing opens.
 */
export async function openSigning(
  shopper: Shopper,
  contractId: string,
  as: Presentation,
  target?: Window,
): Promise<void> {
  const until = Date.now() + frameDeadline;
  try {
    const client = await shopper.client();
    const body = as === 'redirect' ? { presentation: as, returnTo: pageAddress(shopper.host) } : { presentation: as };
    const { url } = await client.call(createSigningSession, { params: { id: contractId }, body });
    if (!isSafeAddress(url)) throw new TypeError('not an address to sign at');
    if (shopper.signing.peek().state !== 'preparing') return target?.close();
    if (as === 'focused') return send(shopper, { type: 'opened', place: { as, url, until } });
    if (target) {
      target.location.href = url;
      return send(shopper, { type: 'opened', place: { as: 'popup', window: target } });
    }
    send(shopper, { type: 'opened', place: { as: 'redirect' } });
    // The tab leaves, maybe before the step that follows signing has come: who returns must find that it was open.
    shopper.memory.write('signing', contractId);
    location.assign(url);
  } catch (error) {
    target?.close();
    if (error instanceof ProblemError && error.problem.code === 'signing_not_possible')
      return send(shopper, { type: 'not_possible' });
    const trouble = troubleOf(error);
    send(shopper, { type: 'failed', trouble });
    shopper.emit('shopper:error', { code: trouble });
  }
}

/**
 * Opens signing of a contract that is there, once however often it is clicked. Call it in the click.
 *
 * @param waiting what an empty window says until the signing page is in it
 */
export async function startSigning(
  shopper: Shopper,
  contractId: string,
  as: Presentation,
  waiting: string,
): Promise<void> {
  const before = shopper.signing.peek();
  if (before.state === 'preparing') return;
  // The one before shows an address that is used up, or will be: one window is enough.
  if (before.state === 'open' && before.place.as === 'popup') before.place.window.close();
  const target = as === 'popup' ? openWindow(waiting) : undefined;
  if (as === 'popup' && !target) return send(shopper, { type: 'blocked' });
  send(shopper, { type: 'asked' });
  if (shopper.signing.peek().state !== 'preparing') return target?.close();
  await openSigning(shopper, contractId, as, target);
}

/**
 * Where a customer comes back to: this page without its fragment; without its query too when the wire would not take the length. In a
 * frame of ours, the page of ours that stands by itself.
 */
export function pageAddress(host: Element): string {
  const standing = host.getAttribute('framed');
  if (standing) return standing;
  const { origin, pathname, search } = location;
  const full = origin + pathname + search;
  return full.length <= 2000 ? full : origin + pathname;
}
