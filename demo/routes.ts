import type { Context, Hono } from 'hono';

export interface DemoPages {
  readonly broker: string;
  readonly panel: string;
  readonly panelScript: string;
  readonly builder: string;
  readonly builderScript: string;
  /** The release that was built, and its loader's SRI value. */
  readonly version: string;
  readonly integrity: string;
  readonly origin: string;
  readonly simulatorOrigin: string;
}

/**
 * Adds the demo's pages to a BFF: a broker's page at `/`, the same with signing by email at `/email`, the control
 * panel at `/panel` and the embed builder at `/builder`.
 */
export function demoRoutes(app: Hono, pages: DemoPages): void {
  const fill = (text: string): string =>
    text
      .replaceAll('{{origin}}', pages.origin)
      .replaceAll('{{simulator}}', pages.simulatorOrigin)
      .replaceAll('{{version}}', pages.version)
      .replaceAll('{{integrity}}', pages.integrity);
  // These pages play other people's pages: the server's own policy, which forbids scripts, does not apply to them.
  const html = (context: Context, text: string) => {
    context.header('Content-Security-Policy', "object-src 'none'; base-uri 'none'; frame-ancestors 'self'");
    return context.html(fill(text));
  };
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
  scripted('builder', pages.builder, pages.builderScript);
}
