import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Utility } from '../../wire/utility.ts';
import type { SessionStore } from '../session-storage.ts';

/**
 * Used until the utility is known. Longer than most utilities need, so that an offered month rarely turns out too
 * early.
 */
const DEFAULT_LEAD_TIME_DAYS = 40;

/**
 * The twelve months in which a contract can start. The first is the first full month after the utility's lead time,
 * which is in calendar days.
 *
 * @returns months as `YYYY-MM`
 * @example startMonths(new Date('2026-11-21T12:00'), 7) // ['2026-12', …, '2027-11']
 */
export function startMonths(today: Date, leadTimeDays = DEFAULT_LEAD_TIME_DAYS): string[] {
  const earliest = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + leadTimeDays));
  const skip = earliest.getUTCDate() > 1 ? 1 : 0;
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(earliest.getUTCFullYear(), earliest.getUTCMonth() + skip + index)).toISOString().slice(0, 7),
  );
}

/** The contract start, which all selected commodities share. */
export interface StartMonthField {
  readonly availableMonths: ReadonlySignal<readonly string[]>;
  /** The selected utility with the longest lead time. */
  readonly slowestUtility: ReadonlySignal<Utility | undefined>;
  readonly startMonth: ReadonlySignal<string>;
  /** The month that the customer selected, which may be too early. Empty until then. */
  readonly requestedMonth: ReadonlySignal<string>;
  setStartMonth(month: string): void;
}

export function createStartMonthField(
  sessionStore: SessionStore,
  utilities: () => readonly (Utility | undefined)[],
): StartMonthField {
  const today = new Date();
  const slowestUtility = computed(() =>
    utilities()
      .filter((utility) => utility !== undefined)
      .reduce<Utility | undefined>(
        (slowest, utility) => (slowest && slowest.leadTimeDays >= utility.leadTimeDays ? slowest : utility),
        undefined,
      ),
  );
  const availableMonths = computed(() => startMonths(today, slowestUtility.value?.leadTimeDays));
  // A month from sessionStorage or from another ZIP code may be too early for this utility.
  const requestedMonth = signal(sessionStore.read('startMonth') ?? '');
  const startMonth = computed(
    () => availableMonths.value.find((month) => month === requestedMonth.value) ?? availableMonths.value[0] ?? '',
  );
  return {
    availableMonths,
    slowestUtility,
    startMonth,
    requestedMonth,
    setStartMonth(month) {
      requestedMonth.value = month;
      sessionStore.write('startMonth', month);
    },
  };
}
