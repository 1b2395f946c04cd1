import { readFileSync } from 'node:fs';
import { http, type RequestHandler } from 'msw';
import type { SimulatorState } from '../simulator-state.ts';

const readAsset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const styles = readAsset('ceremony.css');
const focusedFrame = readAsset('browser/focused-frame.js');
const bundle = readAsset('browser/docusign-bundle.js');

/** Integration key of the focused view: a public GUID in DocuSign's format. All simulators use the same key. */
export const integrationKey = '5f1d3a52-0c6e-4b7e-9a41-7f0e5d2c8b13';

/**
 * Serves the ceremony's style sheet, the script for ceremony pages in iframes, and the simulator's replacement for
 * DocuSign's bundle.
 */
export function staticHandlers({ origin }: SimulatorState): RequestHandler[] {
  const staticFile = (path: string, type: string, text: string): RequestHandler =>
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
    staticFile('/ceremony/ceremony.css', 'css', styles),
    staticFile('/ceremony/focused-frame.js', 'javascript', focusedFrame),
    staticFile('/docusign/bundle.js', 'javascript', bundle.replace('{{integrationKey}}', integrationKey)),
  ];
}
