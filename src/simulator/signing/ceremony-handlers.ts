import { readFileSync } from 'node:fs';
import { http, type RequestHandler } from 'msw';
import { isSignable } from '../contracting/contract.ts';
import { decline, sign, view } from '../contracting/progress.ts';
import { recorded } from '../exchange.ts';
import type { World } from '../world.ts';
import { ceremonyPage, deadEnd } from './ceremony-page.ts';
import { contractPdf } from './contract-pdf.ts';
import { page } from './page.ts';
import { type ReturnEvent, returnEvents, withEvent } from './return-events.ts';
import type { SigningSession } from './signing-sessions.ts';

const styles = readFileSync(new URL('ceremony.css', import.meta.url), 'utf8');

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
        if (state === 'fresh') return seeOther(`/ceremony/sessions/${world.signingSessions.start(target).id}`);
        const why =
          state === 'used' ? 'A signing link opens once, and this one was used.' : 'A signing link lives five minutes.';
        const back = { url: withEvent(target.returnUrl, 'ttl_expired'), label: 'Go back for a new link' };
        return page('Link no longer valid', deadEnd('This link no longer works', why, back), {
          ...target,
          status: 410,
        });
      }, '/ceremony/links/…'),
    ),

    http.get(
      `${base}/sessions/:session`,
      ceremony(({ param, note }) => {
        const found = openSession(world, param('session'));
        if (found instanceof Response) return found;
        const { session, contract } = found;
        if (!isSignable(contract)) {
          const back = { url: withEvent(session.returnUrl, 'viewing_complete'), label: 'Go back' };
          return page(
            'Nothing to sign',
            deadEnd('Nothing to sign', `This contract is ${contract.status}.`, back),
            session,
          );
        }
        view(world, contract);
        note('ceremony opened', { contractId: contract.id });
        return page('Review and sign', ceremonyPage(contract, session.id), session);
      }, '/ceremony/sessions/…'),
    ),

    http.get(
      `${base}/sessions/:session/document`,
      ceremony(async ({ param }) => {
        const found = openSession(world, param('session'));
        return found instanceof Response ? found : pdfAnswer(await contractPdf(found.contract));
      }, '/ceremony/sessions/…/document'),
    ),

    http.post(
      `${base}/sessions/:session`,
      ceremony(async ({ request, param, note }) => {
        const form = new URLSearchParams(await request.text());
        const found = openSession(world, param('session'));
        if (found instanceof Response) return found;
        const { session, contract } = found;
        const clicked = returnEvents.find((event) => event === form.get('ending'));
        const name = (form.get('name') ?? '').trim();
        if (!clicked || (clicked === 'signing_complete' && (!name || name.length > 100))) {
          const problem = clicked ? 'Type your full name to sign.' : 'Choose how to end.';
          return page('Review and sign', ceremonyPage(contract, session.id, problem), { ...session, status: 422 });
        }
        const event = end(world, session, clicked, name, form.get('reason') ?? '');
        note(`ended with ${event}`, { contractId: contract.id, event });
        return seeOther(withEvent(session.returnUrl, event));
      }, '/ceremony/sessions/…'),
    ),

    http.get(
      `${base}/ceremony.css`,
      () =>
        new Response(styles, {
          headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=300' },
        }),
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
  const event = state === 'idle' ? 'session_timeout' : 'ttl_expired';
  const why = state === 'idle' ? 'Nothing happened here for 20 minutes.' : 'You have left this signing session.';
  const back = { url: withEvent(session.returnUrl, event), label: 'Go back' };
  return page('Session ended', deadEnd('This session has ended', why, back), { ...session, status: 410 });
}

/** Ends the session and does to the contract what the ending means. A contract no longer signable was only viewed. */
function end(world: World, session: SigningSession, clicked: ReturnEvent, name: string, reason: string): ReturnEvent {
  world.signingSessions.end(session.id);
  const contract = world.contracts.get(session.contractId);
  if (!contract) return 'exception';
  const isDeclined =
    clicked === 'decline' || (clicked === 'signing_complete' && world.scenario.current().signer === 'declines');
  if (isDeclined) return decline(world, contract, reason.slice(0, 500)) ? 'decline' : 'viewing_complete';
  if (clicked === 'signing_complete') return sign(world, contract, name) ? 'signing_complete' : 'viewing_complete';
  return clicked;
}

const seeOther = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });

const nothingHere = (): Response =>
  page('Not found', deadEnd('Nothing here', 'There is no such signing link or session.'), { status: 404 });

/** A PDF shown in place, by our own pages only. */
export const pdfAnswer = (pdf: Uint8Array<ArrayBuffer>): Response =>
  new Response(pdf, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="contract.pdf"',
      'cache-control': 'no-store',
      'content-security-policy': "frame-ancestors 'self'",
      'x-content-type-options': 'nosniff',
    },
  });
