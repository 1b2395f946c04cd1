import type { Context, Hono } from 'hono';
import type { PageReport } from '../src/bff/page-check/check-page.ts';
import { findingText } from '../src/bff/page-check/finding.ts';

export interface DemoPages {
  readonly broker: string;
  readonly panel: string;
  readonly panelScript: string;
  readonly builder: string;
  readonly builderScript: string;
  readonly builderPreview: string;
  /** The built version, and its loader's SRI value. */
  readonly version: string;
  readonly integrity: string;
  readonly origin: string;
  readonly simulatorOrigin: string;
  /** Whether pages reload when this server restarts. */
  readonly reload: boolean;
  readonly resetQuotas: () => Promise<void>;
  /** The references that customers see, by contract ID. */
  readonly contractReferences: () => Promise<Readonly<Record<string, string>>>;
  /** Creates an address that opens a contract on its site's page; undefined if the contract does not exist. */
  readonly openContract: (id: string) => Promise<string | undefined>;
  readonly checkPage: (address: string, siteKey: string | undefined) => Promise<PageReport>;
}

/** Reloads the page when its event stream reconnects after a server restart. */
const RELOAD_SCRIPT = `
let lost = false;
const events = new EventSource('/dev/restarts');
events.onerror = () => { lost = true; };
events.onopen = () => { if (lost) location.reload(); };
`;

/**
 * Adds the demo's pages to a BFF: a broker's page at `/`, the same page with signing by email at `/email`, the control
 * panel at `/panel` and the embed builder at `/builder`.
 */
export function demoRoutes(app: Hono, pages: DemoPages): void {
  const fill = (text: string): string =>
    text
      .replaceAll('{{origin}}', pages.origin)
      .replaceAll('{{simulator}}', pages.simulatorOrigin)
      .replaceAll('{{version}}', pages.version)
      .replaceAll('{{integrity}}', pages.integrity);
  // The demo's pages represent other companies' pages, so they do not get the server's own policy, which forbids
  // scripts.
  const html = (context: Context, text: string) => {
    context.header('Content-Security-Policy', "object-src 'none'; base-uri 'none'; frame-ancestors 'self'");
    const page = fill(text);
    return context.html(
      pages.reload ? page.replace('</body>', '<script type="module" src="/dev/reload.js"></script></body>') : page,
    );
  };
  if (pages.reload) {
    app.get('/dev/reload.js', (context) =>
      context.body(RELOAD_SCRIPT, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
    );
    app.get('/dev/restarts', () => {
      // This response never ends, so the connection breaks only when the server stops.
      const body = new ReadableStream({
        start: (stream) => stream.enqueue(new TextEncoder().encode('retry: 200\n\n')),
      });
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' } });
    });
  }
  app.get('/', (context) => html(context, pages.broker));
  app.get('/email', (context) => html(context, pages.broker.replace('pk_test_demo', 'pk_test_email')));
  const scripted = (name: string, page: string, script: string) => {
    app.get(`/${name}`, (context) => html(context, page));
    app.get(`/${name}.js`, (context) => {
      context.header('Content-Type', 'text/javascript; charset=utf-8');
      return context.body(script);
    });
  };
  scripted('panel', pages.panel, pages.panelScript);
  app.get('/panel/references', async (context) => context.json(await pages.contractReferences()));
  app.get('/panel/contracts/:id', async (context) => {
    const address = await pages.openContract(context.req.param('id'));
    context.header('Cache-Control', 'no-store');
    return address ? context.redirect(address, 303) : context.text('The contract does not exist.', 404);
  });
  app.post('/panel/quota-resets', async (context) => {
    await pages.resetQuotas();
    return context.body(null, 204);
  });
  scripted('builder', pages.builder, pages.builderScript);
  app.get('/builder/preview', (context) => html(context, pages.builderPreview));
  app.get('/builder/page-check', async (context) => {
    const { url, findings } = await pages.checkPage(context.req.query('url') ?? '', context.req.query('site'));
    return context.json({
      url,
      findings: findings.map((finding) => ({ level: finding.level, text: findingText(finding) })),
    });
  });
}
