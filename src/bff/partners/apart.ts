/** One thing that only one environment may have. `at` is where it is declared. */
export interface Belonging {
  readonly environment: 'test' | 'live';
  readonly what: 'baseUrl' | 'apiKey' | 'privateKey' | 'webhookSecret';
  readonly value: string;
  readonly at: string;
}

/**
 * Test and live have nothing in common: an address, a key or a secret that stands in both is in one of them by mistake, and that
 * mistake makes real contracts out of tries, or tries out of real ones.
 *
 * @returns a line for each, without its value
 */
export const findMixUps = (belongings: readonly Belonging[]): string[] => {
  const ofTest = new Set(
    belongings.filter(({ environment }) => environment === 'test').map(({ what, value }) => `${what} ${value}`),
  );
  return belongings
    .filter(({ environment, what, value }) => environment === 'live' && ofTest.has(`${what} ${value}`))
    .map(({ what, at }) => `${at}: the ${what} of live is that of a test environment`);
};
