import { expect, test } from 'vitest';
import { createLog, describeError, type LogFields } from './log.ts';

const written = (fields: LogFields): string => {
  const lines: string[] = [];
  createLog({ write: (line) => void lines.push(line) }).info('event', fields);
  return lines.join('');
};

test('a field that is not on the list cannot get into a line, whatever object is spread into it', () => {
  const fields: LogFields = Object.assign({ contract: 'ct_1' }, { email: 'dana@example.example', taxId: '123456789' });
  expect(written(fields)).toContain('ct_1');
  expect(written(fields)).not.toMatch(/dana|123456789/);
});

test('an error of somebody else’s making is named and placed, and its words are left out', () => {
  const error = new TypeError('cannot read dana@example.example');
  expect(describeError(error)).toMatch(/^TypeError at /);
  expect(describeError(error)).not.toContain('dana');
});
