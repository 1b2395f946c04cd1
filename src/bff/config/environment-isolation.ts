/** One thing that only one environment may have. `at` is where it is declared. */
export interface Credential {
  readonly environment: 'test' | 'live';
  readonly kind: 'baseUrl' | 'apiKey' | 'privateKey' | 'webhookSecret';
  readonly value: string;
  readonly at: string;
}

/**
 * Test and live have nothing in common: an address, a key or a secret that stands in both is in one of them by mistake, and that
 * mistake makes real contracts out of tries, or tries out of real ones.
 *
 * @returns a line for each, without its value
 */
export function findSharedCredentials(credentials: readonly Credential[]): string[] {
  const testCredentials = new Set(
    credentials.filter(({ environment }) => environment === 'test').map(({ kind, value }) => `${kind} ${value}`),
  );
  return credentials
    .filter(({ environment, kind, value }) => environment === 'live' && testCredentials.has(`${kind} ${value}`))
    .map(({ kind, at }) => `${at}: the ${kind} of live is that of a test environment`);
}
