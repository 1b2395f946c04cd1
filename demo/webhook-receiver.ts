import type { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

const told = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('contract.status_changed'),
    data: z.object({ reference: z.string(), status: z.string() }),
  }),
  z.object({
    type: z.literal('contract.resume_link_requested'),
    data: z.object({ reference: z.string(), email: z.string(), url: z.string() }),
  }),
]);

/** The broker's own server, which receives contract webhooks: it verifies the signature and prints the event. */
export function siteOwnerRoutes(app: Hono, secret: string, say: (line: string) => void): void {
  app.post('/broker/webhooks', async (context) => {
    try {
      const event = told.parse(new Webhook(secret).verify(await context.req.text(), context.req.header()));
      say(event.type === 'contract.status_changed' ? change(event.data) : mail(event.data));
      return context.body(null, 204);
    } catch {
      return context.text('invalid signature or unknown event', 401);
    }
  });
}

const change = ({ reference, status }: { readonly reference: string; readonly status: string }): string =>
  `  Webhook to the broker: contract ${reference} is ${status}`;

/** A real broker would send this email; the demo prints it. */
const mail = ({
  reference,
  email,
  url,
}: {
  readonly reference: string;
  readonly email: string;
  readonly url: string;
}) => `  The broker emails ${email}: your contract ${reference} is at ${url}`;
