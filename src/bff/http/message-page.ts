import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { type Localized, negotiatePageLanguage } from './accept-language.ts';

/** What such a page says. */
export type PageMessages = Localized<{ readonly title: string; readonly text: string }>;

interface MessagePage {
  readonly messages: PageMessages;
  /** A way on, from what we know ourselves. */
  readonly link?: { readonly href: string; readonly label: Localized<string> } | undefined;
  /** Runs once, at the end. */
  readonly script?: string;
  /** Bare origins that may frame it; nobody otherwise. */
  readonly frameAncestors?: readonly string[];
}

/**
 * A page of ours for a person who came here by a link, not through the widget, in the language their browser likes best. Kept by
 * nobody, told to nobody.
 */
export function messagePage(
  context: Context,
  status: 200 | 404 | 409 | 410 | 502 | 503,
  { messages, link, script, frameAncestors = [] }: MessagePage,
) {
  const nonce = randomBytes(16).toString('base64');
  const ancestors = frameAncestors.length ? frameAncestors.join(' ') : "'none'";
  noStore(context);
  const language = negotiatePageLanguage(context.req.header('Accept-Language'));
  const { title, text } = messages[language];
  context.header('Content-Language', language);
  context.header('Vary', 'Accept-Language', { append: true });
  context.header(
    'Content-Security-Policy',
    `default-src 'none'; ${script ? `script-src 'nonce-${nonce}'; ` : ''}style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`,
  );
  return context.html(
    html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style nonce="${nonce}">
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 26rem; padding: 0 1.5rem; }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
${link ? html`<p><a href="${link.href}">${link.label[language]}</a></p>` : ''}
${script ? html`<script nonce="${nonce}">${raw(script)}</script>` : ''}
</body>
</html>`,
    status,
  );
}

/** Headers of what stands behind a secret address: stored nowhere, found by nobody. */
export function noStore(context: Context): void {
  context.header('Cache-Control', 'no-store');
  context.header('X-Robots-Tag', 'noindex');
}
