import type { Presentation } from '../../wire/session.ts';
import { createSigningSession } from '../../wire/signing.ts';
import { ProblemError } from '../api/problem-error.ts';
import { toErrorKind } from '../error-kind.ts';
import type { WidgetContext } from '../widget-context.ts';
import { openWindow } from './presentation.ts';
import { isSecureUrl } from './secure-url.ts';
import { dispatchSigningEvent } from './signing-machine.ts';

/** From the click to a focused view that is up, in milliseconds. After that a window is offered instead. */
const FOCUSED_VIEW_TIMEOUT_MS = 15_000;

/**
 * Mints a signing URL and goes there: in `target`, in this page, or in this tab. The URL works once, for minutes, so
 * every click gets its own and none is kept. Signing must be `preparing`; when it no longer is, nothing opens.
 */
export async function openSigning(
  context: WidgetContext,
  contractId: string,
  presentation: Presentation,
  signingWindow?: Window,
): Promise<void> {
  const deadlineAt = Date.now() + FOCUSED_VIEW_TIMEOUT_MS;
  try {
    const client = await context.loadApiClient();
    const body = presentation === 'redirect' ? { presentation, returnTo: returnUrl(context.host) } : { presentation };
    const { url } = await client.call(createSigningSession, { params: { id: contractId }, body });
    if (!isSecureUrl(url)) throw new TypeError('not an address to sign at');
    if (context.signing.peek().state !== 'preparing') return signingWindow?.close();
    if (presentation === 'focused')
      return dispatchSigningEvent(context, { type: 'opened', surface: { kind: presentation, url, deadlineAt } });
    if (signingWindow) {
      signingWindow.location.href = url;
      return dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'popup', window: signingWindow } });
    }
    dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'redirect' } });
    // The tab leaves, maybe before the step that follows signing has come: who returns must find that it was open.
    context.sessionStore.write('signing', contractId);
    location.assign(url);
  } catch (error) {
    signingWindow?.close();
    if (error instanceof ProblemError && error.problem.code === 'signing_not_possible')
      return dispatchSigningEvent(context, { type: 'not_possible' });
    const errorKind = toErrorKind(error);
    dispatchSigningEvent(context, { type: 'failed', error: errorKind });
    context.emit('shopper:error', { code: errorKind });
  }
}

/**
 * Opens signing of a contract that is there, once however often it is clicked. Call it in the click.
 *
 * @param placeholder what an empty window says until the signing page is in it
 */
export async function startSigning(
  context: WidgetContext,
  contractId: string,
  presentation: Presentation,
  placeholder: string,
): Promise<void> {
  const current = context.signing.peek();
  if (current.state === 'preparing') return;
  // The one before shows an address that is used up, or will be: one window is enough.
  if (current.state === 'open' && current.surface.kind === 'popup') current.surface.window.close();
  const signingWindow = presentation === 'popup' ? openWindow(placeholder) : undefined;
  if (presentation === 'popup' && !signingWindow) return dispatchSigningEvent(context, { type: 'blocked' });
  dispatchSigningEvent(context, { type: 'requested' });
  if (context.signing.peek().state !== 'preparing') return signingWindow?.close();
  await openSigning(context, contractId, presentation, signingWindow);
}

/**
 * Where a customer comes back to: this page without its fragment; without its query too when the wire would not take the length. In a
 * frame of ours, the page of ours that stands by itself.
 */
export function returnUrl(host: Element): string {
  const hostedPageUrl = host.getAttribute('framed');
  if (hostedPageUrl) return hostedPageUrl;
  const { origin, pathname, search } = location;
  const full = origin + pathname + search;
  return full.length <= 2000 ? full : origin + pathname;
}
