import { http, type RequestHandler } from 'msw';
import { isSignable } from '../contracting/contract.ts';
import { decline, sign, view } from '../contracting/progress.ts';
import { recorded } from '../exchange.ts';
import type { Html } from '../html.ts';
import type { World } from '../world.ts';
import { ceremonyPage, deadEnd } from './ceremony-page.ts';
import { contractPdf } from './contract-pdf.ts';
import { type FrameSays, page } from './page.ts';
import { pdfAnswer } from './pdf-answer.ts';
import { type Ending, endings, withEvent } from './return-events.ts';
import type { SigningTarget } from './signing-links.ts';
import type { SigningSession } from './signing-sessions.ts';

/** The signing ceremony, for a browser: a link that opens once, the session behind it, its document and its end. */
export function ceremonyHandlers(world: World): RequestHandler[] {
  const base = `${world.origin}/ceremony`;
  const ceremony = (answer: Parameters<typeof recorded>[2], shownAs: string) =>
    recorded(world, 'ceremony', answer, shownAs);

  return [
    http.get(
      `${base}/links/:token`,
      ceremony(({ param, note }) => {
        const opened = world.signingLinks.open(param('token'));
        if (!opened) return nothingHere();
        const { state, target } = opened;
        note(`signing link, ${state}`, { contractId: target.contractId });
        if (state === 'fresh') {
          const { id } = world.signingSessions.start(target);
          return seeOther(`/ceremony/sessions/${id}`, openerPolicy(world, target));
        }
        const why =
          state === 'used' ? 'A signing link opens once, and this one was used.' : 'A signing link lives five minutes.';
        return wayOut(world, target, 'ttl_expired', ['This link no longer works', why, 'Go back for a new link'], 410);
      }, '/ceremony/links/…'),
    ),

    http.get(
      `${base}/sessions/:session`,
      ceremony(({ param, note }) => {
        const found = openSession(world, param('session'));
        if (found instanceof Response) return found;
        const { session, contract } = found;
        if (!isSignable(contract)) {
          const why = `This contract is ${contract.status}.`;
          return wayOut(world, session, 'viewing_complete', ['Nothing to sign', why, 'Go back']);
        }
        view(world, contract);
        note('ceremony opened', { contractId: contract.id });
        return ceremonyAnswer(world, session, ceremonyPage(contract, session));
      }, '/ceremony/sessions/…'),
    ),

    http.get(
      `${base}/sessions/:session/document`,
      ceremony(async ({ param }) => {
        const found = openSession(world, param('session'));
        return found instanceof Response
          ? found
          : pdfAnswer(await contractPdf(found.contract), { framedBy: found.session.frameAncestors });
      }, '/ceremony/sessions/…/document'),
    ),

    http.post(
      `${base}/sessions/:session`,
      ceremony(async ({ request, param, note }) => {
        const form = new URLSearchParams(await request.text());
        const found = openSession(world, param('session'));
        if (found instanceof Response) return found;
        const { session, contract } = found;
        const clicked = endings.find((ending) => ending === form.get('ending'));
        const name = (form.get('name') ?? '').trim();
        if (!clicked || (clicked === 'signing_complete' && (!name || name.length > 100))) {
          const problem = clicked ? 'Type your full name to sign.' : 'Choose how to end.';
          return ceremonyAnswer(world, session, ceremonyPage(contract, session, problem), 422);
        }
        const ending = end(world, session, clicked, name, form.get('reason') ?? '');
        note(`ended with ${ending}`, { contractId: contract.id, event: ending });
        if (session.presentation !== 'focused') return seeOther(withEvent(session.returnUrl, ending));
        return wayOut(world, session, ending, ['This signing session has ended', 'Go on in the page around it.']);
      }, '/ceremony/sessions/…'),
    ),
  ];
}

/** The session and its contract, or the page that says why there is none. */
function openSession(world: World, id: string) {
  const found = world.signingSessions.get(id);
  const contract = found && world.contracts.get(found.session.contractId);
  if (!found || !contract) return nothingHere();
  const { state, session } = found;
  if (state === 'open') return { session, contract };
  const ending = state === 'idle' ? 'session_timeout' : 'ttl_expired';
  const why = state === 'idle' ? 'Nothing happened here for 20 minutes.' : 'You have left this signing session.';
  return wayOut(world, session, ending, ['This session has ended', why, 'Go back'], 410);
}

/** Ends the session and does to the contract what the ending means. A contract no longer signable was only viewed. */
function end(world: World, session: SigningSession, clicked: Ending, name: string, reason: string): Ending {
  world.signingSessions.end(session.id);
  const contract = world.contracts.get(session.contractId);
  if (!contract) return 'exception';
  const isDeclined =
    clicked === 'decline' || (clicked === 'signing_complete' && world.scenario.current().signer === 'declines');
  if (isDeclined) return decline(world, contract, reason.slice(0, 500)) ? 'decline' : 'viewing_complete';
  if (clicked === 'signing_complete') return sign(world, contract, name) ? 'signing_complete' : 'viewing_complete';
  return clicked;
}

/** A page with nothing more to do: a button leads back, or in focused view the bundle is told. */
function wayOut(
  world: World,
  target: SigningTarget,
  ending: Ending,
  [title, why, label]: readonly [string, string, string?],
  status = 200,
): Response {
  const isFocused = target.presentation === 'focused';
  const leavesOverlay = world.scenario.current().ceremony === 'overlay_left';
  const says: FrameSays = { type: 'sessionEnd', sessionEndType: ending, leavesOverlay };
  const back = label && !isFocused ? { url: withEvent(target.returnUrl, ending), label } : undefined;
  return page(title, deadEnd(title, why, back), {
    status,
    frameAncestors: target.frameAncestors,
    says: isFocused ? says : undefined,
    headers: openerPolicy(world, target),
  });
}

const ceremonyAnswer = (world: World, session: SigningSession, body: Html, status = 200): Response =>
  page('Review and sign', body, {
    status,
    frameAncestors: session.frameAncestors,
    says: session.presentation === 'focused' ? { type: 'ready' } : undefined,
    headers: openerPolicy(world, session),
  });

const openerPolicy = (world: World, { presentation }: SigningTarget): Record<string, string> =>
  presentation === 'popup' && world.scenario.current().ceremony === 'coop'
    ? { 'cross-origin-opener-policy': 'same-origin' }
    : {};

const seeOther = (location: string, headers: Record<string, string> = {}): Response =>
  new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', ...headers },
  });

const nothingHere = (): Response =>
  page('Not found', deadEnd('Nothing here', 'There is no such signing link or session.'), { status: 404 });
