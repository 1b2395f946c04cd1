import { ICalAlarmType, ICalCalendar, ICalEventTransparency } from 'ical-generator';
import type { Contract } from '../../wire/contract.ts';
import type { CalendarMessages } from '../i18n/en/tracking-step.ts';

/** Long enough to compare rates and to give the notice that a supplier may require. */
const RENEWAL_REMINDER_DAYS = 60;
const DAY_SECONDS = 86_400;

/**
 * Returns a calendar file (iCalendar, RFC 5545) with the contract's start month and end month. Each event is on the
 * first day of the month, because the utility determines the day of the meter read. A reminder before the end leaves
 * time to compare rates.
 *
 * @param now time at which the file is created
 * @example contractCalendar(contract, messages, new Date()) // 'BEGIN:VCALENDAR…'
 */
export function contractCalendar({ reference, terms }: Contract, messages: CalendarMessages, now: Date): string {
  const start = firstDay(terms.startMonth);
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + terms.termMonths);
  const calendar = new ICalCalendar({ prodId: { company: 'Commercial Shopper', product: 'contract dates' } });
  const description = messages.description(terms.supplier, reference);
  const common = { allDay: true, stamp: now, description, transparency: ICalEventTransparency.TRANSPARENT };
  calendar.createEvent({ ...common, id: `${reference}-start`, start, summary: messages.starts(terms.supplier) });
  calendar.createEvent({
    ...common,
    id: `${reference}-end`,
    start: end,
    summary: messages.ends(terms.supplier),
    alarms: [
      {
        type: ICalAlarmType.display,
        triggerBefore: RENEWAL_REMINDER_DAYS * DAY_SECONDS,
        description: messages.ends(terms.supplier),
      },
    ],
  });
  return calendar.toString();
}

/** @param month `2027-01` */
const firstDay = (month: string): Date => new Date(`${month}-01T00:00:00Z`);
