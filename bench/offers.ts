import { dallas } from '../test/stack.ts';
import { withBff } from './bff.ts';
import { type Comparison, compare } from './compare.ts';

/** The same question again and again: what a busy page asks. Each one goes to the simulated upstream. */
export const offers = (): Promise<Comparison> =>
  withBff(({ origin, headers }) => compare({ url: `${origin}/v1/offers`, headers, body: JSON.stringify(dallas) }));
