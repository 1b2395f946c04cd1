import { Hono } from 'hono';
import type { SigningReturnMessage } from '../../wire/signing.ts';
import { refreshContractBriefly } from '../contracts/refresh.ts';
import type { Deps } from '../deps.ts';
import { type PlainWords, plainPage } from '../http/plain-page.ts';
import { takeSigningState } from './signing-state.ts';

/**
 * Where DocuSign sends the signer back to. `event` in the address can be typed by hand, so it is not even read: the page
 * tells the page it came from to look again, the BFF asks the upstream, and only the upstream's answer moves anything.
 *
 * `state` is all that counts, once. It was made for one session's contract and page, and it speaks to that page's origin alone:
 * in anybody else's hands it leads back there, says nothing that page does not know, and moves nothing.
 */
export const signingReturnRoutes = (deps: Deps): Hono =>
  new Hono().get('/signing/return', async (context) => {
    const { way, isFresh } = await takeSigningState(deps, context.req.query('state') ?? '');
    const back = way?.presentation === 'redirect' && way.return_to ? way.return_to : undefined;
    if (!way || !isFresh) {
      return plainPage(context, 410, {
        words: back ? usedBefore : usedHere,
        link: back ? { href: back, label: { en: 'Back to the page', es: 'Volver a la página' } } : undefined,
      });
    }
    await refreshContractBriefly(deps, way.contract_id);
    if (back) {
      context.header('Cache-Control', 'no-store');
      return context.redirect(back, 303);
    }
    const message: SigningReturnMessage = { type: 'shopper:signing-return', contractId: way.contract_id };
    return plainPage(context, 200, {
      words: thanks,
      script: tellAndClose(message, way.origin),
      // Focused view ends without coming here; should it come, the page around it is told like an opener.
      framedBy: way.presentation === 'focused' ? [way.origin] : [],
    });
  });

const usedBefore: PlainWords = {
  en: { title: 'This link was used before.', text: 'Your contract shows how it stands on the page you came from.' },
  es: { title: 'Este enlace ya se usó.', text: 'En la página de la que vino puede ver cómo va su contrato.' },
};
const usedHere: PlainWords = {
  en: { title: 'This link was used before.', text: 'You can close this window. Your contract shows how it stands.' },
  es: { title: 'Este enlace ya se usó.', text: 'Puede cerrar esta ventana. Su contrato muestra cómo va.' },
};
const thanks: PlainWords = {
  en: { title: 'Thank you.', text: 'You can close this window and go back to the page you came from.' },
  es: { title: 'Gracias.', text: 'Puede cerrar esta ventana y volver a la página de la que vino.' },
};

/** `targetOrigin` keeps the message from any page but the one signing was opened on. */
const tellAndClose = (message: SigningReturnMessage, origin: string): string => {
  // JSON inside a script: < must not be able to end it.
  const [text, target] = [message, origin].map((value) => JSON.stringify(value).replaceAll('<', '\\u003c'));
  return `const to = window.opener || window.parent; if (to !== window) to.postMessage(${text}, ${target}); window.close();`;
};
