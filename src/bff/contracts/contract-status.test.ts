import { expect, test } from 'vitest';
import { type ContractStatus, contractStatus } from '../../wire/contract.ts';
import { awaitsSignature, currentStatus, recordObservation, type StatusObservation } from './contract-status.ts';

type Report = readonly [ContractStatus, number];

/** Where reports leave a contract, each told in this order, each of so many seconds past. */
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

test('two statuses lead to the same in whatever order they come', () => {
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
] as const)('%s stands when %s comes late, whatever its instant', (expected, late) => {
  expect(statusAfter([expected, 1], [late, 2])).toBe(expected);
  expect(statusAfter([expected, 2], [late, 1])).toBe(expected);
});

test.each<[string, readonly Report[], ContractStatus]>([
  [
    'a hold stands over the step it holds',
    [
      ['signed', 1],
      ['on_hold', 2],
    ],
    'on_hold',
  ],
  [
    'a hold of the same instant follows its step',
    [
      ['submitted', 2],
      ['on_hold', 2],
    ],
    'on_hold',
  ],
  [
    'a hold ends when the step it held is said again',
    [
      ['submitted', 1],
      ['on_hold', 2],
      ['submitted', 3],
    ],
    'submitted',
  ],
  [
    'a hold ends with the next step',
    [
      ['signed', 1],
      ['on_hold', 2],
      ['submitted', 3],
    ],
    'submitted',
  ],
  [
    'a hold may come again',
    [
      ['signed', 1],
      ['on_hold', 2],
      ['submitted', 3],
      ['on_hold', 4],
    ],
    'on_hold',
  ],
  [
    'a hold does not end by an earlier step',
    [
      ['submitted', 1],
      ['on_hold', 2],
      ['viewed', 3],
    ],
    'on_hold',
  ],
  [
    'an accepted contract is not held',
    [
      ['accepted', 1],
      ['on_hold', 2],
    ],
    'accepted',
  ],
  [
    'a declined contract is not held',
    [
      ['declined', 1],
      ['on_hold', 2],
    ],
    'declined',
  ],
])('%s, in whatever order and however often it is told', (_, reports, expected) => {
  for (const order of permutations(reports)) {
    expect(statusAfter(...order)).toBe(expected);
    expect(statusAfter(...order, ...order)).toBe(expected);
  }
});

test('only a contract that waits for its signer can be signed', () => {
  expect(contractStatus.options.filter(awaitsSignature)).toEqual(['draft', 'sent', 'viewed']);
});
