import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contractStatus } from '../../wire/contract.ts';
import { type Heard, hear, isOver, rank, standing } from './status.ts';

const report = fc.record({
  status: fc.constantFrom(...contractStatus.options),
  at: fc
    .date({ min: new Date('2027-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
});
const reports = fc.array(report, { minLength: 1, maxLength: 12 });

const afterAll = (told: readonly { status: Heard['status']; at: string }[]): Heard[] =>
  told.reduce<Heard[]>((heard, { status, at }) => hear(heard, status, at), []);
const shuffled = reports.chain((told) =>
  fc.record({
    told: fc.constant(told),
    again: fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }),
  }),
);

test('where a contract stands does not depend on the order of reports, nor on how often each comes', () => {
  fc.assert(
    fc.property(shuffled, ({ told, again }) => {
      expect(standing(afterAll(again))).toBe(standing(afterAll(told)));
      const known = (heard: readonly Heard[]) => heard.toSorted((a, b) => a.status.localeCompare(b.status));
      expect(known(afterAll(again))).toEqual(known(afterAll(told)));
    }),
  );
});

test('no report takes a contract back: it stands at the furthest step there was, or is held there', () => {
  fc.assert(
    fc.property(reports, (told) => {
      let before = 0;
      let heard: Heard[] = [];
      for (const { status, at } of told) {
        heard = hear(heard, status, at);
        const furthest = Math.max(0, ...heard.map((one) => (one.status === 'on_hold' ? 0 : rank[one.status])));
        expect(furthest).toBeGreaterThanOrEqual(before);
        before = furthest;
        const stands = standing(heard);
        expect(stands === 'on_hold' || rank[stands] === furthest).toBe(true);
      }
    }),
  );
});

test('what is over is never held, nor is what the supplier has accepted', () => {
  fc.assert(
    fc.property(reports, (told) => {
      const stands = standing(afterAll(told));
      if (stands !== 'on_hold') return;
      for (const { status } of told) {
        if (status === 'on_hold') continue;
        expect(rank[status]).toBeLessThan(rank.accepted);
      }
      const furthest = told.map(({ status }) => status).filter((status) => status !== 'on_hold');
      const last = furthest.toSorted((a, b) => rank[b] - rank[a])[0];
      expect(last === undefined || !isOver(last)).toBe(true);
    }),
  );
});
