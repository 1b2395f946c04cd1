import { buildIfChanged } from '../../scripts/build.ts';

/** Some tests inspect the build: it must be current, and built for production rather than with Vitest's NODE_ENV. */
export async function setup(): Promise<void> {
  const { NODE_ENV: before = 'test' } = process.env;
  process.env.NODE_ENV = 'production';
  await buildIfChanged().finally(() => {
    process.env.NODE_ENV = before;
  });
}
