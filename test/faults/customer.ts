import { type Contract, contract, createContract } from '../../src/wire/contract.ts';
import { listOffers, type Offer } from '../../src/wire/offer.ts';
import { session } from '../../src/wire/session.ts';
import { contractFor, dallas } from '../stack.ts';
import { ask, type Seen } from './ask.ts';
import { until } from './until.ts';

/** A site in the stage's file, and the page it stands on. */
export interface Place {
  readonly siteKey: string;
  readonly origin: string;
}

/** A business that wants one contract, in one browser tab. */
export interface Customer {
  readonly legalName: string;
  readonly token: string;
  /** Every answer so far. */
  readonly saw: readonly Seen[];
  /** All that was typed, which must stand nowhere. */
  readonly typed: readonly string[];
  ask(path: string, body?: unknown, headers?: Record<string, string>): Promise<Seen>;
  /** Offers of the moment; remembers the first for its contract. */
  look(): Promise<Seen>;
  /** Asks for the contract, under this tab's key or another. */
  send(key?: string): Promise<Seen>;
  /** Asks for the contract with an offer that came from somewhere else. */
  take(offerToken: string): Promise<Seen>;
  /** Whether it ever asked for a contract and was not refused for good. */
  wants(): boolean;
  /** Asks until there is a contract, as the widget does. @throws when there is none in time */
  insist(): Promise<Contract>;
  /** The contract as it stands, read until it can be. */
  read(): Promise<Contract>;
  readonly offer: Offer | undefined;
}

let count = 0;

/** Opens a session. @param origin where the server is now, which may change as it restarts */
export const openCustomer = async (
  origin: () => string,
  place: Place,
  /** The session of another tab. */
  known?: string,
): Promise<Customer> => {
  count += 1;
  const legalName = `Trinity Bakery ${count} LLC`;
  const key = crypto.randomUUID();
  const saw: Seen[] = [];
  let offer: Offer | undefined;
  let wants = false;
  let id: string | undefined;
  let token = known ?? '';

  const customer: Customer = {
    legalName,
    get token() {
      return token;
    },
    get offer() {
      return offer;
    },
    saw,
    typed: [legalName, '10443720012345678', '123456789', 'Dana Example', 'dana@trinity-bakery.example', '+12145550142'],
    wants: () => wants,
    take(offerToken) {
      if (!offer) throw new Error('there are no offers');
      const body = contractFor({ ...offer, offerToken });
      return customer.ask(createContract.path, body, { 'Idempotency-Key': crypto.randomUUID() });
    },
    async ask(path, body, headers = {}) {
      const seen = await ask(`${origin()}${path}`, {
        headers: {
          Origin: place.origin,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      saw.push(seen);
      return seen;
    },
    async look() {
      const seen = await customer.ask('/v1/offers', dallas);
      if (seen.status === 200) [offer] = listOffers.response.parse(JSON.parse(seen.body)).offers;
      return seen;
    },
    async send(as = key) {
      if (!offer) await customer.look();
      if (!offer) throw new Error('there are no offers');
      wants = true;
      const filled = contractFor(offer);
      const body = { ...filled, customer: { ...filled.customer, legalName } };
      const seen = await customer.ask(createContract.path, body, { 'Idempotency-Key': as });
      if (seen.status === 201) id = contract.parse(JSON.parse(seen.body)).id;
      if (isFinal(seen)) wants = false;
      return seen;
    },
    async insist() {
      const seen = await until(
        async () => customer.send(),
        ({ status }) => status === 201,
        `a contract for ${legalName}`,
      );
      return contract.parse(JSON.parse(seen.body));
    },
    async read() {
      if (id === undefined) throw new Error('there is no contract yet');
      const seen = await until(
        () => customer.ask(`/v1/contracts/${id}`),
        ({ status }) => status === 200,
        `the contract of ${legalName}`,
      );
      return contract.parse(JSON.parse(seen.body));
    },
  };
  if (!known) {
    const opened = await until(
      () => customer.ask('/v1/sessions', { siteKey: place.siteKey }),
      ({ status }) => status === 201,
      'a session',
    );
    token = session.parse(JSON.parse(opened.body)).token;
  }
  return customer;
};

/** An answer after which the same request will never be a contract. */
const isFinal = ({ status, code }: Seen): boolean =>
  (status === 409 || status === 422) && code !== 'request_in_progress';
