import { setTimeout as wait } from 'node:timers/promises';

/** Tries again, a moment apart, until it is so. @throws after `patience` milliseconds, naming what was waited for */
export const until = async <T>(
  attempt: () => Promise<T> | T,
  isSo: (value: T) => boolean,
  what: string,
  patience = 12_000,
): Promise<T> => {
  const end = performance.now() + patience;
  for (;;) {
    const value = await attempt();
    if (isSo(value)) return value;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}: ${JSON.stringify(value)?.slice(0, 300)}`);
    await wait(25);
  }
};
