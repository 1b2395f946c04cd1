import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { startRecurringJob } from './recurring-job.ts';

test('a job that fails is logged under its name, and runs again', async () => {
  const lines: string[] = [];
  let runs = 0;
  const job = startRecurringJob(
    'reconcile',
    1,
    () => (runs++ ? Promise.resolve() : Promise.reject(new TypeError('a message that may be personal'))),
    createLog({ write: (line) => void lines.push(line) }),
  );
  await expect.poll(() => runs).toBeGreaterThan(1);
  await job.stop();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      msg: 'background_job_failed',
      job: 'reconcile',
      error: expect.stringMatching(/^TypeError/),
    }),
  ]);
  expect(lines.join('')).not.toContain('personal');
});
