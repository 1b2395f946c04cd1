import { html, raw } from 'hono/html';
import type { PageLanguage } from '../http/accept-language.ts';
import type { BotCheck } from '../partners/site.ts';

/** How long the page waits for the service before it asks for a session without a token from it. */
const TIMEOUT_MS = 20_000;

/**
 * Renders the bot check of a hosted page: the service's script, its place on the page, and the widget's `proof`. The
 * widget asks for a token only if the server requires one. If the service is unavailable, the page sends a token that
 * is not valid, and the server decides: see `sessions/bot-check.ts`.
 *
 * @param nonce of the page's Content-Security-Policy
 */
export const renderBotCheck = (
  { siteKey, scriptUrl }: NonNullable<BotCheck['challenge']>,
  nonce: string,
  language: PageLanguage,
) => html`<div id="bot-check"></div>
<script async nonce="${nonce}" id="bot-check-script" src="${scriptUrl}?render=explicit"></script>
<script nonce="${nonce}">${raw(proofScript(siteKey, language))}</script>`;

/** The site key and the language have few possible characters, so they cannot end the script. */
const proofScript = (siteKey: string, language: PageLanguage): string => `
(() => {
  const script = document.getElementById('bot-check-script');
  const loaded = new Promise((resolve) => {
    if (window.turnstile) resolve();
    script.onload = script.onerror = resolve;
  });
  document.querySelector('commercial-shopper').proof = () =>
    Promise.race([
      loaded.then(() => new Promise((resolve) => {
        if (!window.turnstile) return resolve('unavailable');
        const end = (token) => { turnstile.remove(id); resolve(token); };
        const id = turnstile.render('#bot-check', {
          sitekey: '${siteKey}',
          language: '${language}',
          callback: end,
          'error-callback': () => { resolve('unavailable'); return true; },
          'before-interactive-callback': () => clearTimeout(timer),
        });
      })),
      new Promise((resolve) => { timer = setTimeout(resolve, ${TIMEOUT_MS}, 'unavailable'); }),
    ]);
  let timer;
})();
`;
