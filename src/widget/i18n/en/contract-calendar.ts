/** The events of a contract's calendar file. */
export const contractCalendar = {
  starts: (supplier: string) => `New energy rate starts this month: ${supplier}`,
  ends: (supplier: string) => `Energy contract ends this month: ${supplier}. Compare rates.`,
  description: (supplier: string, reference: string) =>
    `Contract no. ${reference} with ${supplier}. The exact day is your meter read date.`,
};
export type CalendarMessages = typeof contractCalendar;
