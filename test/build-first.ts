import { buildIfChanged } from '../scripts/build.ts';

/** Some tests look at what ships: it must be of these sources, and built as it ships, not for tests as Vitest's NODE_ENV would have it. */
export const setup = async (): Promise<void> => {
  const { NODE_ENV: before = 'test' } = process.env;
  process.env.NODE_ENV = 'production';
  await buildIfChanged().finally(() => {
    process.env.NODE_ENV = before;
  });
};
