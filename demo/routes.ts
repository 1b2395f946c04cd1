import type { Context, Hono } from 'hono';

export interface DemoPages {
  readonly broker: string;
  readonly panel: string;
  readonly panelScript: string;
  readonly origin: string;
  readonly simulatorOrigin: string;
}

/** Adds the demo's pages to a BFF: a broker's page at `/`, the developer's panel at `/panel`. */
export const demoRoutes = (app: Hono, pages: DemoPages): void => {
  const fill = (text: string): string =>
    text.replaceAll('{{origin}}', pages.origin).replaceAll('{{simulator}}', pages.simulatorOrigin);
  // These are other people's pages, as it were: the server's own policy, under which nothing runs, is not for them.
  const page = (context: Context, text: string) => {
    context.header('Content-Security-Policy', "object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
    return context.html(fill(text));
  };
  app.get('/', (context) => page(context, pages.broker));
  app.get('/panel', (context) => page(context, pages.panel));
  app.get('/panel.js', (context) => {
    context.header('Content-Type', 'text/javascript; charset=utf-8');
    return context.body(pages.panelScript);
  });
};
