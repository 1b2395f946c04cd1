import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { http, type RequestHandler } from 'msw';
import type { SimulatorState } from '../simulator-state.ts';

const script = readFileSync(new URL('challenge-script.js', import.meta.url), 'utf8');

/** The keys of the simulated bot check. All simulators use the same keys. */
export const botCheckKeys = { siteKey: 'simulated-site-key', secret: 'the secret key of the simulated bot check' };

/**
 * Simulates Cloudflare Turnstile: its script, its challenge, and the endpoint that verifies tokens. Each token can be
 * verified once (https://developers.cloudflare.com/turnstile/get-started/server-side-validation).
 */
export function botCheckHandlers({ origin }: Pick<SimulatorState, 'origin'>): RequestHandler[] {
  /** Host names by token. */
  const tokens = new Map<string, string>();
  return [
    http.get(
      `${origin}/turnstile/api.js`,
      () =>
        new Response(script.replace('{{origin}}', origin), {
          headers: { 'content-type': 'text/javascript; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' },
        }),
    ),
    http.get(`${origin}/turnstile/challenge`, ({ request }) => {
      const { searchParams } = new URL(request.url);
      if (searchParams.get('sitekey') !== botCheckKeys.siteKey)
        return new Response('unknown site key', { status: 400 });
      const token = randomBytes(24).toString('base64url');
      tokens.set(token, searchParams.get('hostname') ?? '');
      return new Response(
        `<!doctype html><html lang="en"><title>Bot check</title>
<label><input type="checkbox" onchange="parent.postMessage('${token}', '*')"> I am human (simulated)</label>`,
        { headers: { 'content-type': 'text/html; charset=utf-8' } },
      );
    }),
    http.post(`${origin}/turnstile/siteverify`, async ({ request }) => {
      const form = new URLSearchParams(await request.text());
      const token = form.get('response') ?? '';
      const hostname = tokens.get(token);
      tokens.delete(token);
      if (form.get('secret') !== botCheckKeys.secret)
        return Response.json({ success: false, 'error-codes': ['invalid-input-secret'] });
      if (hostname === undefined) return Response.json({ success: false, 'error-codes': ['timeout-or-duplicate'] });
      return Response.json({ success: true, hostname });
    }),
  ];
}
