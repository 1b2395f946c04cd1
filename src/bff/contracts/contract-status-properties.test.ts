import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contractStatus } from '../../wire/contract.ts';
import { hasEnded, STATUS_RANK } from '../../wire/contract-status.ts';
import { currentStatus, recordObservation, type StatusObservation } from './contract-from-row.ts';

const report = fc.record({
  status: fc.constantFrom(...contractStatus.options),
  at: fc
    .date({ min: new Date('2027-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
});
const reports = fc.array(report, { minLength: 1, maxLength: 12 });

const observe = (reported: readonly { status: StatusObservation['status']; at: string }[]): StatusObservation[] =>
  reported.reduce<StatusObservation[]>(
    (observations, { status, at }) => recordObservation(observations, status, at),
    [],
  );
const shuffled = reports.chain((reported) =>
  fc.record({
    reported: fc.constant(reported),
    repeated: fc.shuffledSubarray([...reported, ...reported], { minLength: reported.length * 2 }),
  }),
);

test('the status depends neither on the order of reports nor on duplicates', () => {
  fc.assert(
    fc.property(shuffled, ({ reported, repeated }) => {
      expect(currentStatus(observe(repeated))).toBe(currentStatus(observe(reported)));
      const known = (observations: readonly StatusObservation[]) =>
        observations.toSorted((a, b) => a.status.localeCompare(b.status));
      expect(known(observe(repeated))).toEqual(known(observe(reported)));
    }),
  );
});

test('the status is on_hold or the highest-ranked status reported so far', () => {
  fc.assert(
    fc.property(reports, (reported) => {
      let before = 0;
      let observations: StatusObservation[] = [];
      for (const { status, at } of reported) {
        observations = recordObservation(observations, status, at);
        const highest = Math.max(
          0,
          ...observations.map((one) => (one.status === 'on_hold' ? 0 : STATUS_RANK[one.status])),
        );
        expect(highest).toBeGreaterThanOrEqual(before);
        before = highest;
        const current = currentStatus(observations);
        expect(current === 'on_hold' || STATUS_RANK[current] === highest).toBe(true);
      }
    }),
  );
});

test('a contract that has ended or been accepted is never on hold', () => {
  fc.assert(
    fc.property(reports, (reported) => {
      const current = currentStatus(observe(reported));
      if (current !== 'on_hold') return;
      for (const { status } of reported) {
        if (status === 'on_hold') continue;
        expect(STATUS_RANK[status]).toBeLessThan(STATUS_RANK.accepted);
      }
      const highest = reported.map(({ status }) => status).filter((status) => status !== 'on_hold');
      const last = highest.toSorted((a, b) => STATUS_RANK[b] - STATUS_RANK[a])[0];
      expect(last === undefined || !hasEnded(last)).toBe(true);
    }),
  );
});
