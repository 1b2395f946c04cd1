import { readFileSync } from 'node:fs';

/** Kilobytes the process holds, the least of a few looks: garbage comes and goes. */
export const resident = async (pid: number): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10; look++) {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    least = Math.min(least, Number(kilobytes));
    await new Promise((next) => setTimeout(next, 200));
  }
  return least;
};
