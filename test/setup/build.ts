import { buildIfChanged } from '../../scripts/build.ts';

/**
 * Some tests inspect the build, so it must be current and must be built for production instead of with Vitest's
 * NODE_ENV.
 */
export async function setup(): Promise<void> {
  const { NODE_ENV: before = 'test' } = process.env;
  process.env.NODE_ENV = 'production';
  await buildIfChanged().finally(() => {
    process.env.NODE_ENV = before;
  });
}
