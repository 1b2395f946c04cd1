import type { Context, Hono } from 'hono';
import { createSigningSession, type SigningReturnMessage, type SigningSession } from '../../wire/signing.ts';
import type { AppContext } from '../app-context.ts';
import { callerForContract } from '../auth/authenticate.ts';
import { parseReturnUrl } from '../auth/caller.ts';
import { loadContract } from '../contracts/contract-from-row.ts';
import { refreshContractWithTimeout } from '../contracts/reconcile.ts';
import { signingMethodOf } from '../contracts/signing-method.ts';
import { messagePage, type PageMessages } from '../http/message-page.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { noStore } from '../http/response-headers.ts';
import { createRouter, rejectHead } from '../routing/route.ts';
import { consumeSigningState } from './session-method.ts';

/**
 * Creates a signing session when the customer clicks. Signing URLs are never stored or logged. Concurrent identical
 * requests from one session, such as a double click, share one upstream call and one URL.
 */
export function signingRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const coalesce = singleFlight<SigningSession>();
  route(createSigningSession, { load: loadContract(appContext) }, async ({ caller, resource: row, body }) => {
    const { presentation, returnTo } = body;
    if (!caller.site.presentations.includes(presentation))
      throw invalidField('/presentation', 'presentation', 'this site does not allow this presentation');
    const returnUrl = parseReturnUrl(caller, returnTo);
    if (presentation === 'redirect' && !returnUrl) {
      throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
    }
    const options = { presentation, returnTo: presentation === 'redirect' ? returnUrl?.href : undefined };
    const { createSession } = signingMethodOf(appContext, row);
    if (!createSession) throw new ProblemError('signing_not_possible');
    const key = JSON.stringify([caller.sessionId, caller.origin, row.id, options]);
    return coalesce(key, async () => {
      await appContext.store.transaction().execute(async (transaction) => {
        await appContext.quotas.consume(transaction, caller, { action: 'signingSession' });
      });
      return createSession(appContext, callerForContract(caller, row, appContext.partners), row, options);
    });
  });
  app.get('/signing/return', (context) => {
    // A HEAD request would consume the single-use state before the signer's browser arrives.
    rejectHead(context);
    return respondToReturn(context, appContext);
  });
  return app;
}

/**
 * Creates a function whose concurrent calls with the same key share one promise. The promise is forgotten once it
 * settles.
 */
function singleFlight<T>(): (key: string, load: () => Promise<T>) => Promise<T> {
  const inFlight = new Map<string, Promise<T>>();
  return (key, load) => {
    const existing = inFlight.get(key);
    if (existing) return existing;
    const promise = load().finally(() => inFlight.delete(key));
    inFlight.set(key, promise);
    return promise;
  };
}

/**
 * The page to which DocuSign returns the signer. The `event` parameter is not read, because anyone can forge it: the
 * page tells its opener to refresh, the BFF queries the upstream, and only the upstream's response changes the status.
 *
 * `state` is single use and is bound to one session's contract and page. Only that page's origin can receive the
 * message. Anyone else who opens the URL learns nothing about the contract and cannot change it; a redirect goes only
 * to the stored page.
 */
async function respondToReturn(context: Context, appContext: AppContext): Promise<Response> {
  const { returnState, isFresh } = await consumeSigningState(appContext, context.req.query('state') ?? '');
  const returnUrl =
    returnState?.presentation === 'redirect' && returnState.return_to ? returnState.return_to : undefined;
  if (!returnState || !isFresh) {
    return messagePage(context, 410, {
      messages: returnUrl ? usedOnSite : usedInWindow,
      link: returnUrl
        ? { href: returnUrl, label: { en: 'Back to your contract', es: 'Volver a su contrato' } }
        : undefined,
    });
  }
  await refreshContractWithTimeout(appContext, returnState.contract_id);
  if (returnUrl) {
    noStore(context);
    return context.redirect(returnUrl, 303);
  }
  const message: SigningReturnMessage = { type: 'shopper:signing-return', contractId: returnState.contract_id };
  return messagePage(context, 200, {
    messages: finished,
    script: notifyOpenerScript(message, returnState.origin),
    // The focused view usually closes without loading this page. If it does load, it notifies its parent window.
    frameAncestors: returnState.presentation === 'focused' ? [returnState.origin] : [],
  });
}

const usedOnSite: PageMessages = {
  en: {
    title: 'This link was already used',
    text: 'See your contract status on the page you came from.',
  },
  es: { title: 'Este enlace ya se usó', text: 'Vea el estado de su contrato en la página desde la que vino.' },
};
const usedInWindow: PageMessages = {
  en: {
    title: 'This link was already used',
    text: 'You can close this window. See your contract status on the page you came from.',
  },
  es: {
    title: 'Este enlace ya se usó',
    text: 'Puede cerrar esta ventana. Vea el estado de su contrato en la página desde la que vino.',
  },
};
/** The text neither thanks nor congratulates, because the signer may have declined or put off signing. */
const finished: PageMessages = {
  en: {
    title: 'You’re done here',
    text: 'You can close this window. See your contract status on the page you came from.',
  },
  es: {
    title: 'Ya terminó aquí',
    text: 'Puede cerrar esta ventana. Vea el estado de su contrato en la página desde la que vino.',
  },
};

/**
 * Only the page that opened the signing session receives the message, because `postMessage` is called with a target
 * origin.
 */
function notifyOpenerScript(message: SigningReturnMessage, origin: string): string {
  // Escapes `<`, so that the JSON cannot close the script element.
  const [text, targetOrigin] = [message, origin].map((value) => JSON.stringify(value).replaceAll('<', '\\u003c'));
  return `const to = window.opener || window.parent; if (to !== window) to.postMessage(${text}, ${targetOrigin}); window.close();`;
}
