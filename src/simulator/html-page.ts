/** Escaped markup, created with the `html` template tag. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type HtmlValue = Html | string | number | undefined | readonly HtmlValue[];

/**
 * Template tag for markup. Escapes interpolated values unless they are markup.
 *
 * @example html`<p>${'Fish & Chips'}</p>`.text // '<p>Fish &#38; Chips</p>'
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((text, string, at) => text + render(values[at - 1]) + string));
}

function render(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Message that a page in an iframe sends to the DocuSign bundle in its parent page. */
export type FrameMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'sessionEnd'; readonly sessionEndType: string; readonly leavesOverlay: boolean };

export interface PageOptions {
  readonly status?: number;
  readonly frameAncestors?: readonly string[];
  /** The message to send in the focused view. Pages without a message have no script. */
  readonly frameMessage?: FrameMessage | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Name of the simulated service, for the page's banner. */
  readonly serviceName?: string;
}

/** Renders a complete page with a banner that identifies the page as simulated. */
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
${frameMessage ? html`<script defer src="/ceremony/focused-frame.js" data-ancestors="${frameAncestors.join(' ')}" data-message="${JSON.stringify(frameMessage)}"></script>` : ''}
</head>
<body>
<p class="simulator-banner"><strong>Simulated ${serviceName}.</strong> For tests and demos only. Nothing here is binding.</p>
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
