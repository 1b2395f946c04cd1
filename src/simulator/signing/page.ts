import { type Html, html } from '../html.ts';

/** What a framed page tells the bundle around it. */
export type FrameMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'sessionEnd'; readonly sessionEndType: string; readonly leavesOverlay: boolean };

export interface PageOptions {
  readonly status?: number;
  readonly frameAncestors?: readonly string[];
  /** For focused view; other pages have no script. */
  readonly frameMessage?: FrameMessage | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose page it would be. */
  readonly serviceName?: string;
}

/** A whole page of the simulator, under the same roof: what it is not is said first. */
export function page(title: string, body: Html, options: PageOptions = {}): Response {
  const { status = 200, frameAncestors = [], frameMessage, headers, serviceName = 'DocuSign' } = options;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/ceremony/ceremony.css">
${frameMessage ? html`<script defer src="/ceremony/focused-frame.js" data-ancestors="${frameAncestors.join(' ')}" data-says="${JSON.stringify(frameMessage)}"></script>` : ''}
</head>
<body>
<p class="simulator-banner"><strong>Simulated ${serviceName}.</strong> For tests and demos: nothing here is binding.</p>
<main>
${body}
</main>
</body>
</html>
`;
  const ancestors = frameAncestors.length ? frameAncestors.join(' ') : "'none'";
  return new Response(document.text, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; ${frameMessage ? "script-src 'self'; " : ''}style-src 'self'; img-src data:; object-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
      ...headers,
    },
  });
}
