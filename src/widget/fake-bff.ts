import type { Contract, CreateContract } from '../wire/contract.ts';
import type { Letter, SigningLetter } from '../wire/letter.ts';
import type { Offer } from '../wire/offer.ts';
import type { Problem, ProblemCode } from '../wire/problem.ts';
import type { Session } from '../wire/session.ts';
import type { Utility } from '../wire/utility.ts';

/** One request as the fake saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
  readonly file?: Blob;
}

type Answer = Response | Promise<Response>;

/** For tests: the BFF at the network's edge, in the wire's own shapes. It remembers what it was asked. */
export interface FakeBff {
  readonly fetch: typeof globalThis.fetch;
  readonly seen: Seen[];
  /** Answers the next requests to `route` (`'POST /v1/offers'`) otherwise, each once, in order. */
  once(route: string, answer: (seen: Seen) => Answer): void;
  /** Moves the contract on and tells its event stream. */
  move(change: Partial<Contract>): void;
  /** Moves the contract on without a word: only who asks hears of it. */
  learn(change: Partial<Contract>): void;
  count(route: string): number;
}

/** What stands in the resume link that the fake makes. */
export const resumeSecret = 'r'.repeat(43);

/** @example uploadIdOf('latest_bill') // 'up_latest_bill___________' */
export const uploadIdOf = (kind: string) => `up_${kind.padEnd(22, '_')}`;

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const dollars = (amount: string) => ({ amount, currency: 'USD' as const });

export const session = (over: Partial<Session['site']> = {}): Session => ({
  token: 'token-1',
  expiresAt: inAnHour(),
  site: {
    name: 'Lantern Energy Advisors',
    environment: 'test',
    branding: { accent: '#0d6e4f', phone: '(214) 555-0142' },
    commodities: ['electric', 'gas'],
    locales: ['en', 'es'],
    signing: { presentations: ['popup', 'redirect'] },
    ...over,
  },
});

export const utility = (over: Partial<Utility> = {}): Utility => ({
  code: 'ONCOR',
  name: 'Oncor',
  state: 'TX',
  commodity: 'electric',
  zones: [{ code: 'LZ_NORTH', name: 'North' }],
  leadTimeDays: 7,
  identifier: { name: 'ESI ID', rule: '^(1044372|1017699)\\d{10}$', certainty: 'published' },
  needs: [],
  ...over,
});

export const offer = (over: Partial<Offer> = {}): Offer => ({
  id: 'ROW-24-0117',
  offerToken: 'offer-token-1',
  commodity: 'electric',
  supplier: { id: 'bluebell', name: 'Bluebell Supply' },
  product: { name: 'Fixed, all in', kind: 'fixed' },
  utility: 'ONCOR',
  termMonths: 24,
  startMonth: '2027-01',
  rate: { amount: '0.0786', unit: 'kWh' },
  monthlyFee: dollars('0.00'),
  brokerFee: { mils: '3.0', term: dollars('720.00') },
  greenPercent: 20,
  swingPercent: 20,
  earlyTermination: { kind: 'per_month_left', amount: dollars('15.00') },
  estimate: {
    monthly: dollars('786.00'),
    annual: dollars('9432.00'),
    term: dollars('18864.00'),
    usage: { amount: '120000', unit: 'kWh' },
  },
  expiresAt: inAnHour(),
  documents: [{ kind: 'terms', url: 'https://supplier.invalid/terms' }],
  ...over,
});

/** What the fake answers about gas. */
export const gasOffer = (): Offer =>
  offer({
    id: 'ROW-GAS-12',
    commodity: 'gas',
    utility: 'NICOR',
    termMonths: 12,
    rate: { amount: '0.612', unit: 'therm' },
    estimate: {
      monthly: dollars('255.00'),
      annual: dollars('3060.00'),
      term: dollars('3060.00'),
      usage: { amount: '5000', unit: 'therm' },
    },
  });

export const contract = (over: Partial<Contract> = {}): Contract => ({
  id: 'c_1',
  reference: '7F3K-22QD',
  status: 'sent',
  reasons: [],
  accounts: [{ last4: '4567', status: 'sent', reasons: [], timeline: [] }],
  timeline: [{ status: 'sent', at: '2026-11-21T16:00:00Z' }],
  signing: { you: 'waiting', others: 0 },
  terms: {
    commodity: 'electric',
    supplier: 'Bluebell Supply',
    product: 'Fixed, all in',
    utility: 'Oncor',
    rate: { amount: '0.0786', unit: 'kWh' },
    termMonths: 24,
    startMonth: '2027-01',
    annualEstimate: dollars('9432.00'),
  },
  seq: 1,
  ...over,
});

export const letter = (over: Partial<Letter> = {}): Letter => ({
  id: 'lt_1',
  reference: '4Q2M-0KD7',
  status: 'sent',
  to: 'd…@example.com',
  accounts: [{ last4: '4567' }],
  timeline: [
    { status: 'preparing', at: '2026-11-21T16:00:00Z' },
    { status: 'sent', at: '2026-11-21T16:01:00Z' },
  ],
  ...over,
});

/** What a contract says that is signed from an inbox. */
export const inAnInbox = (over: Partial<SigningLetter> = {}): Contract['signing'] => ({
  you: 'waiting',
  others: 0,
  letter: {
    status: 'sent',
    to: 'd…@example.com',
    signBy: inAnHour(),
    againFrom: '2026-11-21T16:00:30Z',
    sendingsLeft: 4,
    canCancel: true,
    ...over,
  },
});

export const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

export const refuse = (code: ProblemCode, status: number, over: Partial<Problem> = {}) =>
  new Response(JSON.stringify({ type: 'about:blank', status, code, title: code, ...over } satisfies Problem), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

/** @example const bff = createFakeBff(); mount(root, { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch }) */
export function createFakeBff(): FakeBff {
  const seen: Seen[] = [];
  const queue = new Map<string, ((seen: Seen) => Answer)[]>();
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let current = contract();
  const made = new Map<string, Contract>();

  const usual: Record<string, (seen: Seen) => Answer> = {
    'POST /v1/sessions': ({ body }) =>
      answer({ ...session(), ...((body as { resume?: string }).resume && { contractId: 'c_1' }) }, 201),
    'GET /v1/utilities': ({ query }) =>
      answer({
        utilities:
          query.get('commodity') === 'gas'
            ? [
                utility({
                  code: 'NICOR',
                  name: 'Nicor Gas',
                  commodity: 'gas',
                  state: 'IL',
                  zones: [],
                  leadTimeDays: 35,
                }),
              ]
            : [utility()],
      }),
    'POST /v1/letters': () => answer(letter(), 201),
    'GET /v1/letters/lt_1': () => answer(letter()),
    'POST /v1/usage-estimates': () =>
      answer({
        annualUsage: { amount: '122400', unit: 'kWh' },
        assumption: { kind: 'state_average', amount: '0.0882', source: 'EIA, 2023' },
      }),
    'POST /v1/utility-lookups': ({ body }) =>
      answer({
        utilities: [utility()],
        postalCodes: (body as { postalCodes: string[] }).postalCodes.map((postalCode) => ({
          postalCode,
          codes: postalCode === '99999' ? [] : ['ONCOR'],
        })),
      }),
    'POST /v1/offers': ({ body }) => {
      const { commodity } = body as { commodity: string };
      return answer({ asOf: new Date().toISOString(), offers: [commodity === 'gas' ? gasOffer() : offer()] });
    },
    'POST /v1/contracts': ({ headers, body }) => {
      const key = headers.get('idempotency-key') ?? '';
      if (!made.has(key)) {
        const accounts = (body as CreateContract).accounts.map(({ identifier }) => ({
          last4: identifier.slice(-4),
          status: 'sent' as const,
          reasons: [],
          timeline: [],
        }));
        current = made.size ? contract({ accounts, seq: current.seq + 1 }) : { ...current, accounts };
        made.set(key, current);
      }
      return answer(made.get(key), 201);
    },
    'POST /v1/uploads': ({ query, file }) =>
      answer(
        {
          id: uploadIdOf(query.get('kind') ?? ''),
          kind: query.get('kind'),
          type: 'application/pdf',
          bytes: file?.size,
          expiresAt: inAnHour(),
        },
        201,
      ),
    'GET /v1/contracts/c_1': () => answer(current),
    'GET /v1/contracts/c_1/events': () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            streams.add(controller);
            controller.enqueue(encoder.encode(': open\n\n'));
          },
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
    'POST /v1/contracts/c_1/signing-sessions': () =>
      answer({ url: `${location.origin}/__signing__`, presentation: 'popup', expiresAt: inAnHour() }, 201),
    'POST /v1/contracts/c_1/letter/sendings': () => answer(current, 201),
    'POST /v1/contracts/c_1/letter/cancellation': () => answer(current),
    'POST /v1/contracts/c_1/document-links': () =>
      answer({ url: `${location.origin}/__document__`, expiresAt: inAnHour() }, 201),
    'POST /v1/contracts/c_1/resume-links': ({ body }) =>
      answer(
        { url: `${(body as { returnTo: string }).returnTo}#shopper-resume=${resumeSecret}`, expiresAt: inAnHour() },
        201,
      ),
    'POST /v1/contracts/c_1/resume-mails': () => answer({ expiresAt: inAnHour() }, 201),
    'GET /v1/contracts/c_1/document': () =>
      new Response('%PDF-1.7', { headers: { 'content-type': 'application/pdf' } }),
  };

  return {
    seen,
    async fetch(input, init = {}) {
      const url = new URL(String(input));
      const text = typeof init.body === 'string' ? init.body : undefined;
      const one: Seen = {
        method: init.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: new Headers(init.headers),
        body: text && JSON.parse(text),
        ...(init.body instanceof Blob && { file: init.body }),
      };
      seen.push(one);
      const route = `${one.method} ${one.path}`;
      const respond = queue.get(route)?.shift() ?? usual[route];
      await Promise.resolve();
      init.signal?.throwIfAborted();
      const aborted = new Promise<never>((_, failed) => {
        init.signal?.addEventListener('abort', () => failed(init.signal?.reason));
      });
      return respond ? Promise.race([respond(one), aborted]) : refuse('not_found', 404);
    },
    once(route, respond) {
      queue.set(route, [...(queue.get(route) ?? []), respond]);
    },
    move(change) {
      current = { ...current, ...change, seq: current.seq + 1 };
      for (const controller of streams) {
        controller.enqueue(encoder.encode(`id: ${current.seq}\ndata: ${JSON.stringify(current)}\n\n`));
      }
    },
    learn(change) {
      current = { ...current, ...change, seq: current.seq + 1 };
    },
    count: (route) => seen.filter(({ method, path }) => `${method} ${path}` === route).length,
  };
}
