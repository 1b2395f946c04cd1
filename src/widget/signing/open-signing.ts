import type { Presentation } from '../../wire/session.ts';
import { createSigningSession } from '../../wire/signing.ts';
import type { Shopper } from '../shopper.ts';
import { troubleOf } from '../trouble.ts';

/** A window on a desk, the same tab on a phone, as far as the site allows either. */
export function choosePresentation(shopper: Shopper): Presentation {
  const opened = shopper.site.value;
  const allowed = opened.state === 'open' ? opened.site.signing.presentations : [];
  const wanted = matchMedia('(pointer: coarse) and (max-width: 640px)').matches ? 'redirect' : 'popup';
  return allowed.includes(wanted) ? wanted : (allowed[0] ?? 'redirect');
}

/**
 * Opens the empty window a signing page will go to. Must run in the click itself: browsers block windows that open
 * later. Undefined when this one did.
 */
export function openWindow(waiting: string): Window | undefined {
  const opened = window.open('about:blank', '_blank', 'popup,width=980,height=860');
  if (!opened) return undefined;
  opened.document.title = waiting;
  opened.document.body.textContent = waiting;
  return opened;
}

/**
 * Mints a signing URL and goes there: in `target`, or in this tab when there is none. The URL works once, for minutes,
 * so every click gets its own and none is kept.
 */
export async function openSigning(shopper: Shopper, contractId: string, target: Window | undefined): Promise<void> {
  const { signing } = shopper;
  signing.value = { state: 'opening' };
  try {
    const client = await shopper.client();
    const body = target
      ? { presentation: 'popup' as const }
      : { presentation: 'redirect' as const, returnTo: returnAddress() };
    const { url } = await client.call(createSigningSession, { params: { id: contractId }, body });
    if (!/^https?:\/\//.test(url)) throw new TypeError('not a web address');
    if (target) {
      target.location.href = url;
      signing.value = { state: 'open', window: target };
    } else location.assign(url);
  } catch (error) {
    target?.close();
    const trouble = troubleOf(error);
    signing.value = { state: 'failed', trouble };
    shopper.emit('shopper:error', { code: trouble });
  }
}

/** This page without its fragment; without its query too when the wire would not take the length. */
function returnAddress(): string {
  const { origin, pathname, search } = location;
  const full = origin + pathname + search;
  return full.length <= 2000 ? full : origin + pathname;
}
