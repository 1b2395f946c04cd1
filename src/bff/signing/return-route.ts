import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { SigningReturnMessage } from '../../wire/signing.ts';
import { refreshContract } from '../contracts/refresh.ts';
import type { Deps } from '../deps.ts';
import { takeSigningState } from './signing-state.ts';

/**
 * Where DocuSign sends the signer back to. `event` in the address can be typed by hand, so it is not even read: the page
 * tells its opener to look again, the BFF asks the upstream, and only the upstream's answer moves anything.
 */
export const signingReturnRoutes = (deps: Deps): Hono =>
  new Hono().get('/signing/return', async (context) => {
    const way = await takeSigningState(deps, context.req.query('state') ?? '');
    const nonce = randomBytes(16).toString('base64');
    context.header('Cache-Control', 'no-store');
    context.header('Referrer-Policy', 'no-referrer');
    context.header('X-Content-Type-Options', 'nosniff');
    context.header(
      'Content-Security-Policy',
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors 'none'`,
    );
    if (!way) {
      return context.html(
        page(nonce, 'This link was used before.', 'You can close this window. Your contract shows how it stands.', ''),
        410,
      );
    }
    // Not awaited longer than a person would wait: the page is the signer's way back.
    await Promise.race([
      refreshContract(deps, way.contract_id),
      new Promise((done) => setTimeout(done, 3_000).unref()),
    ]);
    if (way.presentation === 'redirect' && way.return_to) return context.redirect(way.return_to, 303);
    const message: SigningReturnMessage = { type: 'shopper:signing-return', contractId: way.contract_id };
    // JSON inside a script: < must not be able to end it.
    const [text, origin] = [message, way.origin].map((value) => JSON.stringify(value).replaceAll('<', '\\u003c'));
    const script = `if (window.opener) window.opener.postMessage(${text}, ${origin}); window.close();`;
    return context.html(
      page(nonce, 'Thank you.', 'You can close this window and go back to the page you came from.', script),
    );
  });

const page = (nonce: string, title: string, text: string, script: string) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style nonce="${nonce}">
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 26rem; padding: 0 1.5rem; }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
<script nonce="${nonce}">${raw(script)}</script>
</body>
</html>`;
