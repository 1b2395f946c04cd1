import { expect, test } from 'vitest';
import { type ContractStatus, contractStatus } from '../../wire/contract.ts';
import { awaitsSignature } from '../../wire/contract-status.ts';
import { currentStatus, recordObservation, type StatusObservation } from './contract-from-row.ts';

type Report = readonly [ContractStatus, number];

/** Returns the status after these reports, in this order. Each number is an instant in seconds past the minute. */
const statusAfter = (...reports: readonly Report[]): ContractStatus =>
  currentStatus(
    reports.reduce<readonly StatusObservation[]>(
      (observations, [status, second]) =>
        recordObservation(observations, status, new Date(second * 1000).toISOString()),
      [],
    ),
  );

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

test('two reports result in the same status in either order', () => {
  for (const a of contractStatus.options)
    for (const b of contractStatus.options) expect(statusAfter([a, 1], [b, 2])).toBe(statusAfter([b, 2], [a, 1]));
});

test.each([
  ['accepted', 'submitted'],
  ['signed', 'viewed'],
  ['declined', 'viewed'],
  ['declined', 'sent'],
  ['signed', 'expired'],
  ['rejected', 'accepted'],
  ['dropped', 'flowing'],
] as const)('a contract stays %s when a late report says %s, whatever the report’s timestamp', (expected, late) => {
  expect(statusAfter([expected, 1], [late, 2])).toBe(expected);
  expect(statusAfter([expected, 2], [late, 1])).toBe(expected);
});

test.each<[string, readonly Report[], ContractStatus]>([
  [
    'a hold outranks the status it follows',
    [
      ['signed', 1],
      ['on_hold', 2],
    ],
    'on_hold',
  ],
  [
    'a hold outranks a status of the same instant',
    [
      ['submitted', 2],
      ['on_hold', 2],
    ],
    'on_hold',
  ],
  [
    'a hold ends when the status before it is reported again',
    [
      ['submitted', 1],
      ['on_hold', 2],
      ['submitted', 3],
    ],
    'submitted',
  ],
  [
    'a hold ends with the next status',
    [
      ['signed', 1],
      ['on_hold', 2],
      ['submitted', 3],
    ],
    'submitted',
  ],
  [
    'a contract can be on hold again',
    [
      ['signed', 1],
      ['on_hold', 2],
      ['submitted', 3],
      ['on_hold', 4],
    ],
    'on_hold',
  ],
  [
    'an earlier status does not end a hold',
    [
      ['submitted', 1],
      ['on_hold', 2],
      ['viewed', 3],
    ],
    'on_hold',
  ],
  [
    'an accepted contract is never on hold',
    [
      ['accepted', 1],
      ['on_hold', 2],
    ],
    'accepted',
  ],
  [
    'a declined contract is never on hold',
    [
      ['declined', 1],
      ['on_hold', 2],
    ],
    'declined',
  ],
])('%s, whatever the order and number of the reports', (_, reports, expected) => {
  for (const order of permutations(reports)) {
    expect(statusAfter(...order)).toBe(expected);
    expect(statusAfter(...order, ...order)).toBe(expected);
  }
});

test('only draft, sent and viewed contracts await a signature', () => {
  expect(contractStatus.options.filter(awaitsSignature)).toEqual(['draft', 'sent', 'viewed']);
});
