import { readFileSync } from 'node:fs';
import { http, type RequestHandler } from 'msw';
import type { World } from '../world.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const styles = read('ceremony.css');
const focusedFrame = read('browser/focused-frame.js');
const bundle = read('browser/docusign-bundle.js');

/** Who asks for focused view: public, a GUID as DocuSign's are, the same in every stand-in. */
export const integrationKey = '5f1d3a52-0c6e-4b7e-9a41-7f0e5d2c8b13';

/** What a browser fetches for the ceremony: its styles, its framed pages' script, and the stand-in for DocuSign's bundle. */
export function browserFileHandlers({ origin }: World): RequestHandler[] {
  const file = (path: string, type: string, text: string): RequestHandler =>
    http.get(
      `${origin}${path}`,
      () =>
        new Response(text, {
          headers: {
            'content-type': `text/${type}; charset=utf-8`,
            'cache-control': 'max-age=300',
            'cross-origin-resource-policy': 'cross-origin',
            'x-content-type-options': 'nosniff',
          },
        }),
    );
  return [
    file('/ceremony/ceremony.css', 'css', styles),
    file('/ceremony/focused-frame.js', 'javascript', focusedFrame),
    file('/docusign/bundle.js', 'javascript', bundle.replace('{{integrationKey}}', integrationKey)),
  ];
}
