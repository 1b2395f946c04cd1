import { http, type RequestHandler } from 'msw';
import { isSignable } from '../contracting/contract.ts';
import { declineContract, markViewed, signContract } from '../contracting/lifecycle.ts';
import type { Html } from '../html-page.ts';
import { type FrameMessage, page } from '../html-page.ts';
import { withJournal } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { ceremonyPage, type Ending, endings, errorPage, withEvent } from './ceremony-pages.ts';
import { contractPdf, pdfResponse } from './contract-pdf.ts';
import type { SigningSession, SigningTarget } from './signing-sessions.ts';

/**
 * Serves the signing ceremony: the one-time link, the session that the link opens, the document and the end of the
 * session. "Ceremony" is DocuSign's term for its signing pages.
 */
export function ceremonyHandlers(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/ceremony`;
  const ceremony = (resolve: Resolver, journalPath: string) => withJournal(state, 'ceremony', resolve, journalPath);

  return [
    linkHandler(state),

    http.get(
      `${base}/sessions/:session`,
      ceremony(({ param, annotate }) => {
        const found = findOpenSession(state, param('session'));
        if (found instanceof Response) return found;
        const { session, contract } = found;
        if (!isSignable(contract)) {
          const explanation = `The contract’s status is ${contract.status}.`;
          return sessionEndPage(state, session, 'viewing_complete', ['Nothing to sign', explanation, 'Go back']);
        }
        markViewed(state, contract);
        annotate('ceremony opened', { contractId: contract.id });
        return ceremonyResponse(state, session, ceremonyPage(contract, session));
      }, '/ceremony/sessions/…'),
    ),

    http.get(
      `${base}/sessions/:session/document`,
      ceremony(async ({ param }) => {
        const found = findOpenSession(state, param('session'));
        return found instanceof Response
          ? found
          : pdfResponse(await contractPdf(found.contract), { frameAncestors: found.session.frameAncestors });
      }, '/ceremony/sessions/…/document'),
    ),

    http.post(
      `${base}/sessions/:session`,
      ceremony(async ({ request, param, annotate }) => {
        const form = new URLSearchParams(await request.text());
        const found = findOpenSession(state, param('session'));
        if (found instanceof Response) return found;
        const { session, contract } = found;
        const requestedEnding = endings.find((ending) => ending === form.get('ending'));
        const name = (form.get('name') ?? '').trim();
        if (!requestedEnding || (requestedEnding === 'signing_complete' && (!name || name.length > 100))) {
          const error = requestedEnding ? 'Type your full name to sign.' : 'Choose how to end the session.';
          return ceremonyResponse(state, session, ceremonyPage(contract, session, error), 422);
        }
        const ending = endSession(state, session, requestedEnding, name, form.get('reason') ?? '');
        annotate(`ended with ${ending}`, { contractId: contract.id, event: ending });
        if (session.presentation !== 'focused') return seeOther(withEvent(session.returnUrl, ending));
        return sessionEndPage(state, session, ending, [
          'This signing session has ended',
          'Continue on the page that opened it.',
        ]);
      }, '/ceremony/sessions/…'),
    ),
  ];
}

/**
 * Opens a signing link. The first visit starts a session. If the link was used before or has expired, shows a page that
 * explains why it no longer works.
 */
const linkHandler = (state: SimulatorState): RequestHandler =>
  http.get(
    `${state.origin}/ceremony/links/:token`,
    withJournal(
      state,
      'ceremony',
      ({ param, annotate }) => {
        const link = state.signingLinks.consume(param('token'));
        if (!link) return notFoundPage();
        const { status, target } = link;
        annotate(`signing link, ${status}`, { contractId: target.contractId });
        if (status === 'fresh') {
          const { id } = state.signingSessions.create(target);
          return seeOther(`/ceremony/sessions/${id}`, openerPolicy(state, target));
        }
        const explanation =
          status === 'used'
            ? 'Signing links can be used only once, and this one was already used.'
            : 'Signing links expire after five minutes.';
        return sessionEndPage(
          state,
          target,
          'ttl_expired',
          ['This link no longer works', explanation, 'Go back for a new link'],
          410,
        );
      },
      '/ceremony/links/…',
    ),
  );

type Resolver = Parameters<typeof withJournal>[2];

/** Returns the open session and its contract, or a page that explains why no session is open. */
function findOpenSession(state: SimulatorState, id: string) {
  const found = state.signingSessions.get(id);
  const contract = found && state.contracts.get(found.session.contractId);
  if (!found || !contract) return notFoundPage();
  const { status, session } = found;
  if (status === 'open') return { session, contract };
  const ending = status === 'idle' ? 'session_timeout' : 'ttl_expired';
  const explanation =
    status === 'idle' ? 'There was no activity for 20 minutes.' : 'You already left this signing session.';
  return sessionEndPage(state, session, ending, ['This session has ended', explanation, 'Go back'], 410);
}

/**
 * Ends the session and applies the ending to the contract. If the contract can no longer be signed or declined, the
 * ending is `viewing_complete`.
 */
function endSession(
  state: SimulatorState,
  session: SigningSession,
  requestedEnding: Ending,
  name: string,
  reason: string,
): Ending {
  state.signingSessions.end(session.id);
  const contract = state.contracts.get(session.contractId);
  if (!contract) return 'exception';
  const isDeclined =
    requestedEnding === 'decline' ||
    (requestedEnding === 'signing_complete' && state.scenario.current().signer === 'declines');
  if (isDeclined) return declineContract(state, contract, reason.slice(0, 500)) ? 'decline' : 'viewing_complete';
  if (requestedEnding === 'signing_complete')
    return signContract(state, contract, name) ? 'signing_complete' : 'viewing_complete';
  return requestedEnding;
}

/** The last page of a session. The page has a link to the return URL or, in the focused view, notifies the bundle. */
function sessionEndPage(
  state: SimulatorState,
  target: SigningTarget,
  ending: Ending,
  [title, explanation, label]: readonly [string, string, string?],
  status = 200,
): Response {
  const isFocused = target.presentation === 'focused';
  const leavesOverlay = state.scenario.current().ceremony === 'overlay_left';
  const frameMessage: FrameMessage = { type: 'sessionEnd', sessionEndType: ending, leavesOverlay };
  const returnLink = label && !isFocused ? { url: withEvent(target.returnUrl, ending), label } : undefined;
  return page(title, errorPage(title, explanation, returnLink), {
    status,
    frameAncestors: target.frameAncestors,
    frameMessage: isFocused ? frameMessage : undefined,
    headers: openerPolicy(state, target),
  });
}

const ceremonyResponse = (state: SimulatorState, session: SigningSession, body: Html, status = 200): Response =>
  page('Review and sign', body, {
    status,
    frameAncestors: session.frameAncestors,
    frameMessage: session.presentation === 'focused' ? { type: 'ready' } : undefined,
    headers: openerPolicy(state, session),
  });

const openerPolicy = (state: SimulatorState, { presentation }: SigningTarget): Record<string, string> =>
  presentation === 'popup' && state.scenario.current().ceremony === 'coop'
    ? { 'cross-origin-opener-policy': 'same-origin' }
    : {};

const seeOther = (location: string, headers: Record<string, string> = {}): Response =>
  new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', ...headers },
  });

const notFoundPage = (): Response =>
  page('Not found', errorPage('Not found', 'This signing link or session does not exist.'), { status: 404 });
