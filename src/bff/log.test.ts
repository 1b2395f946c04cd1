import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createLog, describeError, type LogFields } from './log.ts';

function written(fields: LogFields): string {
  const lines: string[] = [];
  createLog({ write: (line) => void lines.push(line) }).info('event', fields);
  return lines.join('');
}

test('logs only fields on the allowlist, even if the logged object has other fields', () => {
  const fields: LogFields = Object.assign({ contract: 'ct_1' }, { email: 'dana@example.example', taxId: '123456789' });
  expect(written(fields)).toContain('ct_1');
  expect(written(fields)).not.toMatch(/dana|123456789/);
});

test('describes an error from a third-party library by name and location, without its message', () => {
  const error = new TypeError('cannot read dana@example.example');
  expect(describeError(error)).toMatch(/^TypeError at /);
  expect(describeError(error)).not.toContain('dana');
});

test('all log lines are written before the process exits', () => {
  const program = `
    const { createLog } = await import(${JSON.stringify(new URL('log.ts', import.meta.url).href)});
    const log = createLog();
    for (let line = 0; line < 3; line++) log.info('line', { status: line });
    process.exit(0);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(
    output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).status),
  ).toEqual([0, 1, 2]);
});
