import type { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

const webhookEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('contract.status_changed'),
    data: z.object({ reference: z.string(), status: z.string() }),
  }),
  z.object({
    type: z.literal('contract.resume_link_requested'),
    data: z.object({ reference: z.string(), email: z.string(), url: z.string(), reportUrl: z.string() }),
  }),
  z.object({
    type: z.literal('rates.email_requested'),
    data: z.object({
      email: z.string(),
      locale: z.string(),
      returnTo: z.string(),
      quote: z.object({ commodity: z.string(), postalCode: z.string(), utility: z.string() }),
      offers: z.array(z.object({ supplier: z.string(), termMonths: z.number(), annualEstimate: z.string() })),
    }),
  }),
  z.object({
    type: z.literal('approval_request.link_requested'),
    data: z.object({ email: z.string(), url: z.string() }),
  }),
  z.object({
    type: z.literal('quote.requested'),
    data: z.object({ email: z.string(), commodity: z.string(), postalCode: z.string() }),
  }),
  z.object({ type: z.literal('contract.email_reported'), data: z.object({ reference: z.string() }) }),
]);

/** The broker's own server, which receives contract webhooks: it verifies the signature and prints the event. */
export function siteOwnerRoutes(app: Hono, secret: string, say: (line: string) => void): void {
  app.post('/broker/webhooks', async (context) => {
    try {
      const event = webhookEvent.parse(new Webhook(secret).verify(await context.req.text(), context.req.header()));
      say(describe(event));
      return context.body(null, 204);
    } catch {
      return context.text('invalid signature or unknown event', 401);
    }
  });
}

function describe(event: z.infer<typeof webhookEvent>): string {
  switch (event.type) {
    case 'contract.status_changed':
      return change(event.data);
    case 'contract.resume_link_requested':
      return linkEmail(event.data);
    case 'rates.email_requested':
      return ratesEmail(event.data);
    case 'approval_request.link_requested':
      return `  The broker emails ${event.data.email}: a contract is ready for your signature at ${event.data.url}`;
    case 'quote.requested':
      return `  ${event.data.email} asks the broker for a quote: ${event.data.commodity} at ${event.data.postalCode}`;
    case 'contract.email_reported':
      return `  Webhook to the broker: the email about contract ${event.data.reference} was not requested`;
  }
}

const change = ({ reference, status }: { readonly reference: string; readonly status: string }): string =>
  `  Webhook to the broker: contract ${reference} is ${status}`;

/** A real broker would send this email; the demo prints it. */
const linkEmail = ({
  reference,
  email,
  url,
  reportUrl,
}: {
  readonly reference: string;
  readonly email: string;
  readonly url: string;
  readonly reportUrl: string;
}) => `  The broker emails ${email}: your contract ${reference} is at ${url} (I did not request this: ${reportUrl})`;

type RatesEmail = Extract<z.infer<typeof webhookEvent>, { readonly type: 'rates.email_requested' }>['data'];

const ratesEmail = ({ email, locale, returnTo, quote, offers: [first, ...others] }: RatesEmail): string =>
  `  The broker emails ${email} (${locale}): ${quote.commodity} for ${quote.utility} ${quote.postalCode}, ` +
  `${first ? `${first.supplier} for ${first.termMonths} months at about $${first.annualEstimate} a year` : 'no offer'} ` +
  `and ${others.length} more rates, from ${returnTo}`;
