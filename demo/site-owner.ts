import type { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

const told = z.object({ data: z.object({ reference: z.string(), status: z.string() }) });

/** The broker's own server, which is told what happens to contracts: it checks the signature and says what it heard. */
export const siteOwnerRoutes = (app: Hono, secret: string, say: (line: string) => void): void => {
  app.post('/broker/webhooks', async (context) => {
    try {
      const { data } = told.parse(new Webhook(secret).verify(await context.req.text(), context.req.header()));
      say(`  The broker is told: contract ${data.reference} is ${data.status}`);
      return context.body(null, 204);
    } catch {
      return context.text('not signed for this broker', 401);
    }
  });
};
