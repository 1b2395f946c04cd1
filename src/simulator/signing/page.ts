import { type Html, html } from '../html.ts';

/** A whole page of the stand-in, under the same roof: what it is not is said first. */
export function page(
  title: string,
  body: Html,
  options: { status?: number; frameAncestors?: readonly string[] } = {},
): Response {
  const { status = 200, frameAncestors = [] } = options;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/ceremony/ceremony.css">
</head>
<body>
<p class="stand-in"><strong>Stand-in for DocuSign.</strong> For tests and demos: nothing here binds anyone.</p>
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
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; object-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors ${ancestors}`,
    },
  });
}
