import { Hono } from 'hono';
import { type Listening, listen } from '../listen.ts';
import type { Metrics } from './metrics.ts';

/** `/metrics` on a port of its own, so that no balancer leads the public to it. */
export const serveMetrics = (metrics: Metrics, port: number, host: string): Promise<Listening> => {
  const app = new Hono().get('/metrics', async (context) => {
    const { type, text } = await metrics.read();
    context.header('Content-Type', type);
    context.header('Cache-Control', 'no-store');
    return context.body(text);
  });
  return listen(app, { port, host });
};
