import { dallasOffersRequest } from '../test/fixtures/bff.ts';
import { withBff } from './bff.ts';
import { type Comparison, compare } from './compare-to-bare-server.ts';

/** Sends the same request repeatedly, as on a busy page. After the first request, the BFF responds from its cache. */
export const offers = (): Promise<Comparison> =>
  withBff(({ origin, headers, process: { pid } }) =>
    compare({ url: `${origin}/v1/offers`, headers, body: JSON.stringify(dallasOffersRequest), pid }),
  );
