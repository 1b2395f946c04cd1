import { expect, test } from 'vitest';
import { contract } from '../../../test/support/fake-bff.ts';
import { contractCalendar as messages } from '../i18n/en/tracking-step.ts';
import { contractCalendar } from './contract-calendar.ts';

const now = new Date('2026-11-26T15:00:00Z');
const makeCalendar = (terms: {
  readonly supplier?: string;
  readonly startMonth: string;
  readonly termMonths: number;
}) => {
  const current = contract();
  return contractCalendar({ ...current, terms: { ...current.terms, ...terms } }, messages, now);
};
/** Returns the values of a property, with folded lines joined (RFC 5545 section 3.1). */
const valuesOf = (calendar: string, property: string): string[] =>
  calendar
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .flatMap((line) => (line.startsWith(property) ? [line.slice(property.length + 1)] : []));

test('the calendar file has an event for the contract’s start month and an event for its end month', () => {
  const calendar = makeCalendar({ startMonth: '2027-11', termMonths: 15 });
  expect(valuesOf(calendar, 'DTSTART;VALUE=DATE')).toEqual(['20271101', '20290201']);
  expect(valuesOf(calendar, 'BEGIN')).toEqual(['VCALENDAR', 'VEVENT', 'VEVENT', 'VALARM']);
  expect(valuesOf(calendar, 'UID')).toEqual(['7F3K-22QD-start', '7F3K-22QD-end']);
});

test('the calendar file has a reminder 60 days before the contract ends', () => {
  const calendar = makeCalendar({ startMonth: '2027-01', termMonths: 24 });
  expect(valuesOf(calendar, 'TRIGGER')).toEqual(['-P60D']);
  expect(valuesOf(calendar, 'ACTION')).toEqual(['DISPLAY']);
});

test('the calendar file escapes a supplier’s name, so that the name cannot add lines', () => {
  const calendar = makeCalendar({ startMonth: '2027-01', termMonths: 12, supplier: 'Aster, Sons; Co\r\nATTACH:x' });
  expect(valuesOf(calendar, 'ATTACH')).toEqual([]);
  expect(valuesOf(calendar, 'SUMMARY')[0]).toContain('Aster\\, Sons\\; Co');
});
