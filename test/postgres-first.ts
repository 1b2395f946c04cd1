import { startPostgres } from './throw-away-postgres.ts';

/** The tests of the `postgres` project find their server's address in the environment. */
export const setup = async (): Promise<() => Promise<void>> => {
  const postgres = await startPostgres();
  process.env.TEST_POSTGRES_URL = postgres.url;
  return postgres.stop;
};
