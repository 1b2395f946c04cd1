import { type Contract, contract } from '../../src/wire/contract.ts';
import { type CreateContractRequest, createContract } from '../../src/wire/create-contract.ts';
import { listOffers, type Offer } from '../../src/wire/offer.ts';
import { problem } from '../../src/wire/problem.ts';
import { session } from '../../src/wire/session.ts';
import { contractRequestFor, dallasOffersRequest, withConsent } from '../fixtures/bff.ts';
import { type ObservedResponse, sendRequest } from './http-client.ts';
import { waitUntil } from './wait-until.ts';

/** A site in the harness's partners file, and the page that embeds it. */
export interface TestSite {
  readonly siteKey: string;
  readonly origin: string;
}

export type RequestVariant = 'same' | 'trailing_blank' | 'spanish' | 'current_supplier';

/** A business that wants one contract and uses one browser tab. */
export interface Customer {
  readonly legalName: string;
  /** Account number; unique to this customer. */
  readonly identifier: string;
  readonly token: string;
  readonly responses: readonly ObservedResponse[];
  /** All personal input, which must not be stored or logged. */
  readonly personalData: readonly string[];
  request(path: string, body?: unknown, headers?: Record<string, string>): Promise<ObservedResponse>;
  fetchOffers(): Promise<ObservedResponse>;
  /** Requests the contract with `key`, by default this tab's idempotency key. */
  submitContract(key?: string): Promise<ObservedResponse>;
  submitVariant(variant: RequestVariant): Promise<ObservedResponse>;
  acceptOffer(current: Offer): void;
  submitUntil(isAccepted: (response: ObservedResponse) => boolean): Promise<ObservedResponse>;
  submitWithOfferToken(offerToken: string): Promise<ObservedResponse>;
  /** Whether a contract was requested and the last request was not finally rejected. */
  isExpectingContract(): boolean;
  /**
   * Retries until the contract exists, as the widget does.
   *
   * @throws Error when no contract exists in time
   */
  submitUntilCreated(): Promise<Contract>;
  /** Returns the current contract; retries until it can be read. */
  fetchContract(): Promise<Contract>;
  readonly offer: Offer | undefined;
}

let count = 0;

/**
 * Creates a session.
 *
 * @param origin current origin of the server, which may change when it restarts
 */
export async function openCustomer(
  origin: () => string,
  site: TestSite,
  /** Session token of another tab, to share its session. */
  existingToken?: string,
): Promise<Customer> {
  count += 1;
  const legalName = `Trinity Bakery ${count} LLC`;
  const identifier = `1044372${String(count).padStart(10, '0')}`;
  const email = `dana${count}@trinity-bakery.example`;
  let key = crypto.randomUUID();
  const responses: ObservedResponse[] = [];
  let offer: Offer | undefined;
  let isExpectingContract = false;
  let id: string | undefined;
  let token = existingToken ?? '';

  const bodyFor = (current: Offer): CreateContractRequest => {
    const { accounts, signer, ...request } = contractRequestFor(current, legalName);
    return {
      ...request,
      signer: { ...signer, email },
      accounts: accounts.map((account) => ({ ...account, identifier })),
    };
  };

  const variantOf = (current: Offer, variant: RequestVariant): CreateContractRequest => {
    const body = bodyFor(current);
    const { legalName: name } = body.customer;
    switch (variant) {
      case 'same':
        return body;
      case 'trailing_blank':
        return withConsent({ ...body, customer: { ...body.customer, legalName: `${name} ` } });
      case 'spanish':
        return withConsent(body, 'es');
      case 'current_supplier':
        return { ...body, currentSupply: { supplier: 'Old Energy' } };
    }
  };
  /** Sends a contract request and remembers the contract, even if another request created it. */
  const send = async (body: CreateContractRequest, as: string): Promise<ObservedResponse> => {
    isExpectingContract = true;
    const response = await customer.request(createContract.path, body, { 'Idempotency-Key': as });
    if (response.status === 201) id = contract.parse(JSON.parse(response.body)).id;
    if (response.code === 'contract_exists') id = problem.parse(JSON.parse(response.body)).contract?.id ?? id;
    if (isFinalRejection(response)) isExpectingContract = false;
    return response;
  };

  const customer: Customer = {
    legalName,
    identifier,
    get token() {
      return token;
    },
    get offer() {
      return offer;
    },
    responses,
    personalData: [legalName, identifier, '123456789', 'Dana Example', email, '+12145550142'],
    isExpectingContract: () => isExpectingContract,
    submitWithOfferToken(offerToken) {
      if (!offer) throw new Error('no offers were fetched');
      const body = contractRequestFor({ ...offer, offerToken });
      return customer.request(createContract.path, body, { 'Idempotency-Key': crypto.randomUUID() });
    },
    async request(path, body, headers = {}) {
      const response = await sendRequest(`${origin()}${path}`, {
        headers: {
          Origin: site.origin,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      responses.push(response);
      return response;
    },
    async fetchOffers() {
      const response = await customer.request('/v1/offers', dallasOffersRequest);
      if (response.status === 200) [offer] = listOffers.response.parse(JSON.parse(response.body)).offers;
      return response;
    },
    async submitContract(as = key) {
      if (!offer) await customer.fetchOffers();
      if (!offer) throw new Error('the server returned no offers');
      return send(bodyFor(offer), as);
    },
    submitVariant(variant) {
      if (!offer) throw new Error('the server returned no offers');
      return send(variantOf(offer, variant), crypto.randomUUID());
    },
    acceptOffer(current) {
      offer = current;
      // A request for another offer is another intent, so it needs a new key.
      key = crypto.randomUUID();
    },
    submitUntil: (isAccepted) =>
      waitUntil(() => customer.submitContract(), isAccepted, `the response for ${legalName}`),
    async submitUntilCreated() {
      await customer.submitUntil(
        ({ status, code, body }) =>
          status === 201 || (code === 'contract_exists' && problem.parse(JSON.parse(body)).contract?.id !== undefined),
      );
      return customer.fetchContract();
    },
    async fetchContract() {
      if (id === undefined) throw new Error('the customer has not created a contract yet');
      const response = await waitUntil(
        () => customer.request(`/v1/contracts/${id}`),
        ({ status }) => status === 200,
        `the contract of ${legalName}`,
      );
      return contract.parse(JSON.parse(response.body));
    },
  };
  if (!existingToken) {
    const opened = await waitUntil(
      () => customer.request('/v1/sessions', { siteKey: site.siteKey }),
      ({ status }) => status === 201,
      'a session',
    );
    token = session.parse(JSON.parse(opened.body)).token;
  }
  return customer;
}

/** Whether the response means that this request can never create a contract. */
const isFinalRejection = ({ status, code }: ObservedResponse): boolean =>
  (status === 409 || status === 422) && code !== 'request_in_progress' && code !== 'contract_exists';
