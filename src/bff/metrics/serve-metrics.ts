import { Hono } from 'hono';
import { listen, type RunningServer } from '../bootstrap/listen.ts';
import type { Metrics } from './metrics.ts';

/** `/metrics` on a port of its own, so that no balancer leads the public to it. */
export function serveMetrics(metrics: Metrics, port: number, host: string): Promise<RunningServer> {
  const app = new Hono().get('/metrics', async (context) => {
    const { type, text } = await metrics.read();
    context.header('Content-Type', type);
    context.header('Cache-Control', 'no-store');
    return context.body(text);
  });
  return listen(app, { port, host });
}
