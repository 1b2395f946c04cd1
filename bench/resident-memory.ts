import { readFileSync } from 'node:fs';

/** Resident memory of a process in kilobytes: the minimum of several samples, because uncollected garbage varies. */
export async function residentKilobytes(pid: number): Promise<number> {
  let minimum = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 10; sample++) {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    minimum = Math.min(minimum, Number(kilobytes));
    await new Promise((next) => setTimeout(next, 200));
  }
  return minimum;
}
