import type { Authorization } from '../../src/wire/authorization.ts';
import type { createConsent } from '../../src/wire/consent.ts';
import type { Contract, SignatureRequest } from '../../src/wire/contract.ts';
import type { CreateContractRequest } from '../../src/wire/create-contract.ts';
import type { BodyOf } from '../../src/wire/endpoint.ts';
import type { Offer } from '../../src/wire/offer.ts';
import type { Problem, ProblemCode } from '../../src/wire/problem.ts';
import type { Session } from '../../src/wire/session.ts';
import type { Utility } from '../../src/wire/utility.ts';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
  readonly file?: Blob;
}

type HandlerResult = Response | Promise<Response>;

/** A fake BFF that replaces `fetch`. It records requests and returns default responses. */
export interface FakeBff {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: RecordedRequest[];
  /** Overrides the next response of a route (`'POST /v1/offers'`). Each override is used once, in order. */
  respondOnce(route: string, jsonResponse: (requests: RecordedRequest) => HandlerResult): void;
  /** Changes the contract and sends it to its event streams. */
  pushUpdate(change: Partial<Contract>): void;
  /** Changes the contract without an event, so that only a request returns the change. */
  setWithoutEvent(change: Partial<Contract>): void;
  requestCount(route: string): number;
}

export const resumeToken = 'r'.repeat(43);

/** @example uploadIdOf('latest_bill') // 'up_latest_bill___________' */
export const uploadIdOf = (kind: string) => `up_${kind.padEnd(22, '_')}`;

const oneHourFromNow = () => new Date(Date.now() + 3_600_000).toISOString();
const dollars = (amount: string) => ({ amount, currency: 'USD' as const });

export const session = (overrides: Partial<Session['site']> = {}): Session => ({
  token: 'token-1',
  expiresAt: oneHourFromNow(),
  site: {
    name: 'Lantern Energy Advisors',
    environment: 'test',
    branding: { accent: '#0d6e4f', phone: '(214) 555-0142' },
    commodities: ['electric', 'gas'],
    locales: ['en', 'es'],
    signing: { presentations: ['popup', 'redirect'] },
    ...overrides,
  },
});

export const utility = (overrides: Partial<Utility> = {}): Utility => ({
  code: 'ONCOR',
  name: 'Oncor',
  state: 'TX',
  commodity: 'electric',
  zones: [{ code: 'LZ_NORTH', name: 'North' }],
  leadTimeDays: 7,
  identifier: { name: 'ESI ID', pattern: '^(1044372|1017699)\\d{10}$', confidence: 'published' },
  requiredFields: [],
  ...overrides,
});

export const offer = (overrides: Partial<Offer> = {}): Offer => ({
  id: 'ROW-24-0117',
  offerToken: 'offer-token-1',
  commodity: 'electric',
  supplier: { id: 'bluebell', name: 'Bluebell Supply' },
  product: { name: 'Fixed (all-inclusive)', kind: 'fixed' },
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
  expiresAt: oneHourFromNow(),
  documents: [{ kind: 'terms', url: 'https://supplier.invalid/terms' }],
  ...overrides,
});

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

export const contract = (overrides: Partial<Contract> = {}): Contract => ({
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
    product: 'Fixed (all-inclusive)',
    utility: 'Oncor',
    rate: { amount: '0.0786', unit: 'kWh' },
    termMonths: 24,
    startMonth: '2027-01',
    annualEstimate: dollars('9432.00'),
  },
  seq: 1,
  ...overrides,
});

export const authorization = (overrides: Partial<Authorization> = {}): Authorization => ({
  id: 'lt_1',
  reference: '4Q2M-0KD7',
  status: 'sent',
  to: 'd…@example.com',
  accounts: [{ last4: '4567' }],
  timeline: [
    { status: 'preparing', at: '2026-11-21T16:00:00Z' },
    { status: 'sent', at: '2026-11-21T16:01:00Z' },
  ],
  ...overrides,
});

export const emailSigning = (overrides: Partial<SignatureRequest> = {}): Contract['signing'] => ({
  you: 'waiting',
  others: 0,
  signatureRequest: {
    status: 'sent',
    to: 'd…@example.com',
    signBy: oneHourFromNow(),
    resendAfter: '2026-11-21T16:00:30Z',
    resendsLeft: 4,
    canCancel: true,
    ...overrides,
  },
});

export const jsonResponse = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

export const problemResponse = (code: ProblemCode, status: number, overrides: Partial<Problem> = {}) =>
  new Response(JSON.stringify({ type: 'about:blank', status, code, title: code, ...overrides } satisfies Problem), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

/**
 * @example const bff = createFakeBff(); mount(root, { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch })
 */
export function createFakeBff(): FakeBff {
  const requests: RecordedRequest[] = [];
  const responseQueue = new Map<string, ((requests: RecordedRequest) => HandlerResult)[]>();
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let current = contract();
  const createdContracts = new Map<string, Contract>();

  const defaultHandlers: Record<string, (requests: RecordedRequest) => HandlerResult> = {
    'POST /v1/sessions': ({ body }) =>
      jsonResponse({ ...session(), ...((body as { resume?: string }).resume && { contractId: 'c_1' }) }, 201),
    'GET /v1/utilities': ({ query }) =>
      jsonResponse({
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
    'POST /v1/authorizations': () => jsonResponse(authorization(), 201),
    'GET /v1/authorizations/lt_1': () => jsonResponse(authorization()),
    'POST /v1/usage-estimates': () =>
      jsonResponse({
        annualUsage: { amount: '122400', unit: 'kWh' },
        assumption: { kind: 'state_average', amount: '0.0882', source: 'EIA, 2023' },
      }),
    'POST /v1/utility-lookups': ({ body }) =>
      jsonResponse({
        utilities: [utility()],
        postalCodes: (body as { postalCodes: string[] }).postalCodes.map((postalCode) => ({
          postalCode,
          codes: postalCode === '99999' ? [] : ['ONCOR'],
        })),
      }),
    'POST /v1/offers': ({ body }) => {
      const { commodity } = body as { commodity: string };
      return jsonResponse({ asOf: new Date().toISOString(), offers: [commodity === 'gas' ? gasOffer() : offer()] });
    },
    'POST /v1/offer-documents': () =>
      new Response('%PDF-1.7 offer', { headers: { 'content-type': 'application/pdf' } }),
    'POST /v1/rate-emails': () => jsonResponse({}, 201),
    'POST /v1/consents': ({ body }) => {
      const { offerToken, locale, customer } = body as BodyOf<typeof createConsent>;
      const text =
        locale === 'es'
          ? `Tengo autorización para firmar en nombre de ${customer.legalName}. Entiendo que el contrato está en inglés.`
          : `I am authorized to sign for ${customer.legalName}. I agree to buy at 7.86 ¢/kWh for 24 months.`;
      return jsonResponse({ text, templateVersion: '1', sha256: `${offerToken} ${locale}` });
    },
    'POST /v1/contracts': ({ headers, body }) => {
      const key = headers.get('idempotency-key') ?? '';
      if (!createdContracts.has(key)) {
        const accounts = (body as CreateContractRequest).accounts.map(({ identifier }) => ({
          last4: identifier.slice(-4),
          status: 'sent' as const,
          reasons: [],
          timeline: [],
        }));
        current = createdContracts.size ? contract({ accounts, seq: current.seq + 1 }) : { ...current, accounts };
        createdContracts.set(key, current);
      }
      return jsonResponse(createdContracts.get(key), 201);
    },
    'POST /v1/uploads': ({ query, file }) =>
      jsonResponse(
        {
          id: uploadIdOf(query.get('kind') ?? ''),
          kind: query.get('kind'),
          type: 'application/pdf',
          bytes: file?.size,
          expiresAt: oneHourFromNow(),
        },
        201,
      ),
    'GET /v1/contracts/c_1': () => jsonResponse(current),
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
      jsonResponse({ url: `${location.origin}/__signing__`, presentation: 'popup', expiresAt: oneHourFromNow() }, 201),
    'POST /v1/contracts/c_1/signature-request/resends': () => jsonResponse(current, 201),
    'POST /v1/contracts/c_1/signature-request/cancel': () => jsonResponse(current),
    'POST /v1/contracts/c_1/document-links': () =>
      jsonResponse({ url: `${location.origin}/__document__`, expiresAt: oneHourFromNow() }, 201),
    'POST /v1/contracts/c_1/resume-links': ({ body }) =>
      jsonResponse(
        {
          url: `${(body as { returnTo: string }).returnTo}#shopper-resume=${resumeToken}`,
          expiresAt: oneHourFromNow(),
        },
        201,
      ),
    'POST /v1/contracts/c_1/resume-mails': () => jsonResponse({ expiresAt: oneHourFromNow() }, 201),
    'POST /v1/approval-requests': () =>
      jsonResponse(
        {
          id: 'ap_1',
          status: 'pending',
          expiresAt: oneHourFromNow(),
          url: `${location.origin}/#shopper-approval=${'s'.repeat(43)}`,
        },
        201,
      ),
    'GET /v1/approval-requests/ap_1': () =>
      jsonResponse({ id: 'ap_1', status: 'pending', expiresAt: oneHourFromNow() }),
    'POST /v1/approval-requests/ap_1/revoke': () =>
      jsonResponse({ id: 'ap_1', status: 'revoked', expiresAt: oneHourFromNow() }),
    'POST /v1/contract-link-requests': () => jsonResponse({}, 202),
    'DELETE /v1/sessions': () => jsonResponse({ ended: 2 }),
    'GET /v1/contracts/c_1/document': () =>
      new Response('%PDF-1.7', { headers: { 'content-type': 'application/pdf' } }),
  };

  return {
    requests,
    async fetch(input, init = {}) {
      const url = new URL(String(input));
      const text = typeof init.body === 'string' ? init.body : undefined;
      const request: RecordedRequest = {
        method: init.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: new Headers(init.headers),
        body: text && JSON.parse(text),
        ...(init.body instanceof Blob && { file: init.body }),
      };
      requests.push(request);
      const route = `${request.method} ${request.path}`;
      const handler = responseQueue.get(route)?.shift() ?? defaultHandlers[route];
      await Promise.resolve();
      init.signal?.throwIfAborted();
      if (!handler) return problemResponse('not_found', 404);
      const aborted = new Promise<never>((_, failed) => {
        init.signal?.addEventListener('abort', () => failed(init.signal?.reason));
      });
      return Promise.race([handler(request), aborted]);
    },
    respondOnce(route, handler) {
      responseQueue.set(route, [...(responseQueue.get(route) ?? []), handler]);
    },
    pushUpdate(change) {
      current = { ...current, ...change, seq: current.seq + 1 };
      for (const controller of streams) {
        controller.enqueue(encoder.encode(`id: ${current.seq}\ndata: ${JSON.stringify(current)}\n\n`));
      }
    },
    setWithoutEvent(change) {
      current = { ...current, ...change, seq: current.seq + 1 };
    },
    requestCount: (route) => requests.filter(({ method, path }) => `${method} ${path}` === route).length,
  };
}
