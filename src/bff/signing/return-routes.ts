import { Hono } from 'hono';
import type { SigningReturnMessage } from '../../wire/signing.ts';
import type { AppContext } from '../app-context.ts';
import { refreshContractWithTimeout } from '../contracts/refresh.ts';
import { messagePage, type PageMessages } from '../http/message-page.ts';
import { consumeSigningState } from './signing-state.ts';

/**
 * Where DocuSign sends the signer back to. `event` in the address can be typed by hand, so it is not even read: the page
 * tells the page it came from to look again, the BFF asks the upstream, and only the upstream's answer moves anything.
 *
 * `state` is all that counts, once. It was made for one session's contract and page, and it speaks to that page's origin alone:
 * in anybody else's hands it leads back there, says nothing that page does not know, and moves nothing.
 */
export const signingReturnRoutes = (appContext: AppContext): Hono =>
  new Hono().get('/signing/return', async (context) => {
    const { returnState, isFresh } = await consumeSigningState(appContext, context.req.query('state') ?? '');
    const returnUrl =
      returnState?.presentation === 'redirect' && returnState.return_to ? returnState.return_to : undefined;
    if (!returnState || !isFresh) {
      return messagePage(context, 410, {
        messages: returnUrl ? usedOnSite : usedInWindow,
        link: returnUrl ? { href: returnUrl, label: { en: 'Back to the page', es: 'Volver a la página' } } : undefined,
      });
    }
    await refreshContractWithTimeout(appContext, returnState.contract_id);
    if (returnUrl) {
      context.header('Cache-Control', 'no-store');
      return context.redirect(returnUrl, 303);
    }
    const message: SigningReturnMessage = { type: 'shopper:signing-return', contractId: returnState.contract_id };
    return messagePage(context, 200, {
      messages: thanks,
      script: notifyOpenerScript(message, returnState.origin),
      // Focused view ends without coming here; should it come, the page around it is told like an opener.
      frameAncestors: returnState.presentation === 'focused' ? [returnState.origin] : [],
    });
  });

const usedOnSite: PageMessages = {
  en: { title: 'This link was used before.', text: 'Your contract shows how it stands on the page you came from.' },
  es: { title: 'Este enlace ya se usó.', text: 'En la página de la que vino puede ver cómo va su contrato.' },
};
const usedInWindow: PageMessages = {
  en: { title: 'This link was used before.', text: 'You can close this window. Your contract shows how it stands.' },
  es: { title: 'Este enlace ya se usó.', text: 'Puede cerrar esta ventana. Su contrato muestra cómo va.' },
};
const thanks: PageMessages = {
  en: { title: 'Thank you.', text: 'You can close this window and go back to the page you came from.' },
  es: { title: 'Gracias.', text: 'Puede cerrar esta ventana y volver a la página de la que vino.' },
};

/** `targetOrigin` keeps the message from any page but the one signing was opened on. */
function notifyOpenerScript(message: SigningReturnMessage, origin: string): string {
  // JSON inside a script: < must not be able to end it.
  const [text, targetOrigin] = [message, origin].map((value) => JSON.stringify(value).replaceAll('<', '\\u003c'));
  return `const to = window.opener || window.parent; if (to !== window) to.postMessage(${text}, ${targetOrigin}); window.close();`;
}
