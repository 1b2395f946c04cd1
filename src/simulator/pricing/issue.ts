const hours = 3_600_000;
const repricedEvery = 6 * hours;
const honouredAfter = 2 * hours;

/**
 * One repricing of the whole matrix: a new one every six hours, each honoured for two hours into the next. So a price
 * just shown holds for at least two hours, and what was shown holds until its `validUntil`.
 */
export interface Issue {
  readonly number: number;
  readonly validFrom: Date;
  readonly validUntil: Date;
}

export function issueAt(now: Date): Issue {
  return issueNumbered(Math.floor(now.getTime() / repricedEvery));
}

export function issueNumbered(number: number): Issue {
  const from = number * repricedEvery;
  return { number, validFrom: new Date(from), validUntil: new Date(from + repricedEvery + honouredAfter) };
}

/** Whether prices of this issue can still be had. */
export const isHonoured = (issue: Issue, now: Date): boolean => issue.validFrom <= now && now < issue.validUntil;
