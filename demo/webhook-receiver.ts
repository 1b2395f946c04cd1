import type { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Mailbox } from '../src/simulator/agreements/agreement-store.ts';

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

interface BrokerOutput {
  say(line: string): void;
  readonly deliver: Mailbox['deliver'];
}

/** The broker's own server. It receives webhooks, verifies their signatures, prints the events and sends emails. */
export function siteOwnerRoutes(app: Hono, secret: string, { say, deliver }: BrokerOutput): void {
  app.post('/broker/webhooks', async (context) => {
    try {
      const event = webhookEvent.parse(new Webhook(secret).verify(await context.req.text(), context.req.header()));
      say(describe(event));
      const email = emailFor(event);
      if (email) deliver(email);
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

/** Returns the email that the broker sends for this event, or undefined if the event requests no email. */
function emailFor(event: z.infer<typeof webhookEvent>): Parameters<Mailbox['deliver']>[0] | undefined {
  switch (event.type) {
    case 'contract.resume_link_requested': {
      const { email: to, reference, url, reportUrl } = event.data;
      const text = `Your contract ${reference} is at this link, which works one time. I did not request this: ${reportUrl}`;
      return { to, subject: `Your contract ${reference}`, text, link: url };
    }
    case 'rates.email_requested': {
      const { email: to, offers, returnTo } = event.data;
      const rates = offers.map(
        (offer) => `${offer.supplier}, ${offer.termMonths} months: $${offer.annualEstimate} a year`,
      );
      return { to, subject: 'Energy rates for your business', text: rates.join('; '), link: returnTo };
    }
    case 'approval_request.link_requested': {
      const { email: to, url } = event.data;
      const text =
        'Lonestar Energy Advisors: someone from your business prepared an energy contract on our website and asked us to send it to you. The link works one time. If you did not expect it, do not sign, and call us at (214) 555-0142.';
      return { to, subject: 'Lonestar Energy Advisors: a contract for you to review', text, link: url };
    }
    default:
      return undefined;
  }
}

const change = ({ reference, status }: { readonly reference: string; readonly status: string }): string =>
  `  Webhook to the broker: contract ${reference} is ${status}`;

/** The line that the demo prints in place of the email that a real broker would send. */
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
