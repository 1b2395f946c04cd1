import { startEphemeralPostgres } from '../fixtures/ephemeral-postgres.ts';

/** Tests of the `postgres` project read the server's URL from the environment. */
export async function setup(): Promise<() => Promise<void>> {
  const postgres = await startEphemeralPostgres();
  process.env.TEST_POSTGRES_URL = postgres.url;
  return postgres.stop;
}
