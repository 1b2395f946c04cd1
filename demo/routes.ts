import type { Hono } from 'hono';

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
  app.get('/', (context) => context.html(fill(pages.broker)));
  app.get('/panel', (context) => context.html(fill(pages.panel)));
  app.get('/panel.js', (context) => {
    context.header('Content-Type', 'text/javascript; charset=utf-8');
    return context.body(pages.panelScript);
  });
};
