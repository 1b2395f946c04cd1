import { createContract } from '../src/wire/create-contract.ts';
import { listOffers, type Offer } from '../src/wire/offer.ts';
import { contractRequestFor, dallasOffersRequest } from '../test/fixtures/bff.ts';
import { withBff } from './bff.ts';
import { type Comparison, compare } from './compare-to-bare-server.ts';

/** Creates a different contract with each request: two durable writes, and calls to the simulator in this process. */
export const contracts = (): Promise<Comparison> =>
  withBff(async ({ origin, headers, process: { pid } }) => {
    const offer = await fetchFirstOffer({ origin, headers });
    let count = 0;
    const next = () => {
      count += 1;
      return {
        headers: { ...headers, 'Idempotency-Key': crypto.randomUUID() },
        body: JSON.stringify(contractRequestFor(offer, `Bakery ${count} LLC`)),
      };
    };
    return compare({ url: `${origin}${createContract.path}`, pid, next, ...next() });
  });

export async function fetchFirstOffer({
  origin,
  headers,
}: {
  readonly origin: string;
  readonly headers: Record<string, string>;
}): Promise<Offer> {
  const listed = await fetch(`${origin}/v1/offers`, {
    method: 'POST',
    headers,
    body: JSON.stringify(dallasOffersRequest),
  });
  const [offer] = listOffers.response.parse(await listed.json()).offers;
  if (!offer) throw new Error('the simulator has no offer for this request');
  return offer;
}
