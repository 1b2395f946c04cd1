import type { z } from 'zod';
import { createContract } from '../src/wire/create-contract.ts';
import type { Endpoint } from '../src/wire/endpoint.ts';
import { endpoints } from '../src/wire/endpoints.ts';
import { bodiesByTextField, WORST_CASE_TEXTS } from '../test/fixtures/text-fields.ts';

interface ValidationFigures {
  readonly validMicroseconds: number;
  readonly worstMicroseconds: number;
  readonly worstField: string;
  readonly ratio: number;
}

const RUNS = 200;

function medianMicroseconds(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now();
    work();
    return (performance.now() - startedAt) * 1_000;
  });
  return times.toSorted((a, b) => a - b)[RUNS / 2] ?? Number.NaN;
}

/**
 * Compares the validation time of the slowest text in any field of any endpoint with the time for a valid contract
 * request.
 */
export function validation(validRequest: z.infer<typeof createContract.body>): ValidationFigures {
  const validMicroseconds = medianMicroseconds(() => createContract.body.safeParse(validRequest));
  let worstMicroseconds = 0;
  let worstField = '';
  for (const [name, { body, query }] of Object.entries<Endpoint>(endpoints)) {
    for (const schema of [body, query]) {
      for (const { path, bodyWith } of schema ? bodiesByTextField(schema) : []) {
        for (const text of WORST_CASE_TEXTS) {
          const input = bodyWith(text);
          const microseconds = medianMicroseconds(() => schema?.safeParse(input));
          if (microseconds <= worstMicroseconds) continue;
          worstMicroseconds = microseconds;
          worstField = `${name} ${path}`;
        }
      }
    }
  }
  const ratio = Number((worstMicroseconds / validMicroseconds).toFixed(1));
  return {
    validMicroseconds: Math.round(validMicroseconds),
    worstMicroseconds: Math.round(worstMicroseconds),
    worstField,
    ratio,
  };
}
