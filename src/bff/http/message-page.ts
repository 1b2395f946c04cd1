import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import { type Localized, negotiatePageLanguage } from './accept-language.ts';
import { noStore } from './response-headers.ts';

export type PageMessages = Localized<{ readonly title: string; readonly text: string }>;

interface MessagePage {
  readonly messages: PageMessages;
  /** A link to another page. It must not come from user input. */
  readonly link?: { readonly href: string; readonly label: Localized<string> } | undefined;
  /** The label of a button that posts an empty form to the page's own URL. */
  readonly submit?: Localized<string>;
  readonly script?: string;
  /** Origins, without a path, that may frame the page. Default: none. */
  readonly frameAncestors?: readonly string[];
}

/**
 * Responds with a page in the browser's preferred language, for a person who followed a link. The page is neither
 * cached nor indexed.
 */
export function messagePage(
  context: Context,
  status: 200 | 404 | 409 | 410 | 502 | 503,
  { messages, link, submit, script, frameAncestors = [] }: MessagePage,
) {
  const nonce = randomBytes(16).toString('base64');
  const ancestors = frameAncestors.length ? frameAncestors.join(' ') : "'none'";
  hidePage(context);
  const language = negotiatePageLanguage(context.req.header('Accept-Language'));
  const { title, text } = messages[language];
  context.header('Content-Language', language);
  context.header('Vary', 'Accept-Language', { append: true });
  context.header(
    'Content-Security-Policy',
    `default-src 'none'; ${script ? `script-src 'nonce-${nonce}'; ` : ''}style-src 'nonce-${nonce}'; base-uri 'none'; form-action ${submit ? "'self'" : "'none'"}; frame-ancestors ${ancestors}`,
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
button { font: inherit; padding: .75rem 1.25rem; }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${text}</p>
${link ? html`<p><a href="${link.href}">${link.label[language]}</a></p>` : ''}
${submit ? html`<form method="post"><button>${submit[language]}</button></form>` : ''}
${script ? html`<script nonce="${nonce}">${raw(script)}</script>` : ''}
</body>
</html>`,
    status,
  );
}

/** Keeps a response, such as a page with a secret URL, out of caches and search engines. */
export function hidePage(context: Context): void {
  noStore(context);
  context.header('X-Robots-Tag', 'noindex');
}
