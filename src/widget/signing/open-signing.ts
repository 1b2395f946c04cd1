import type { Contract } from '../../wire/contract.ts';
import type { Presentation } from '../../wire/session.ts';
import { createSigningSession } from '../../wire/signing.ts';
import { ProblemError, toErrorKind } from '../api/errors.ts';
import { returnUrl } from '../return-url.ts';
import type { WidgetContext } from '../widget-context.ts';
import { openWindow } from './presentation.ts';
import { dispatchSigningEvent, signingState } from './signing-machine.ts';

/**
 * Maximum time from the click until the focused view has loaded. After that, the customer can open a window instead.
 */
const FOCUSED_VIEW_TIMEOUT_MS = 15_000;

/**
 * Resets the signing state for a contract that has just been created, because an earlier contract may have changed the
 * state.
 */
export function prepareSigning(context: WidgetContext): void {
  dispatchSigningEvent(context, { type: 'reset' });
  dispatchSigningEvent(context, { type: 'requested' });
}

/**
 * Opens signing for a contract that has just been created, unless it is signed by email.
 *
 * @param presentation undefined if the site's contracts were signed by email when this page was opened
 * @param signingWindow opened in the click handler, unless the browser blocked it
 */
export async function openCreatedContract(
  context: WidgetContext,
  { id, signing }: Pick<Contract, 'id' | 'signing'>,
  presentation: Presentation | undefined,
  signingWindow: Window | undefined,
): Promise<void> {
  // The contract determines the signing method, because the site's setting may have changed since this page was
  // opened.
  if (signing.signatureRequest) {
    signingWindow?.close();
    dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'email' } });
  } else if (!presentation || (presentation === 'popup' && !signingWindow))
    dispatchSigningEvent(context, { type: 'blocked' });
  else await openSigning(context, id, presentation, signingWindow);
}

/**
 * Creates a signing URL and opens it in `signingWindow`, in this page or in this tab. The URL works only once and
 * expires after a few minutes, so every click creates a new URL and URLs are not stored. Opens nothing unless the
 * signing state is still `preparing`.
 */
async function openSigning(
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
    if (!isSecureUrl(url)) throw new TypeError('commercial-shopper: the signing URL is not secure');
    if (signingState(context).peek().state !== 'preparing') return signingWindow?.close();
    if (presentation === 'focused')
      return dispatchSigningEvent(context, { type: 'opened', surface: { kind: presentation, url, deadlineAt } });
    if (signingWindow) {
      signingWindow.location.href = url;
      return dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'popup', window: signingWindow } });
    }
    dispatchSigningEvent(context, { type: 'opened', surface: { kind: 'redirect' } });
    // Stores that signing is open, so that the page can show the result after the customer returns. The tab may
    // navigate away before `syncSigning` stores this state.
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
 * Opens signing for an existing contract. Repeated clicks open signing only once. Must run in the click handler, or the
 * browser blocks the window.
 *
 * @param placeholder text that the window shows until the signing page loads
 */
export async function startSigning(
  context: WidgetContext,
  contractId: string,
  presentation: Presentation,
  placeholder: string,
): Promise<void> {
  const current = signingState(context).peek();
  if (current.state === 'preparing') return;
  // The URL in the previous window can no longer be used, so the window is closed.
  if (current.state === 'open' && current.surface.kind === 'popup') current.surface.window.close();
  const signingWindow = presentation === 'popup' ? openWindow(placeholder) : undefined;
  if (presentation === 'popup' && !signingWindow) return dispatchSigningEvent(context, { type: 'blocked' });
  dispatchSigningEvent(context, { type: 'requested' });
  if (signingState(context).peek().state !== 'preparing') return signingWindow?.close();
  await openSigning(context, contractId, presentation, signingWindow);
}

/** Whether the widget may open the URL or load a script from it: HTTPS, or HTTP on localhost for development. */
export function isSecureUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username || url.password) return false;
  const isLocal = url.hostname === 'localhost' || url.hostname === '127.0.0.1' || url.hostname === '[::1]';
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal);
}
