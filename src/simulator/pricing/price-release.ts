const HOUR_MS = 3_600_000;
const RELEASE_INTERVAL_MS = 6 * HOUR_MS;
const GRACE_PERIOD_MS = 2 * HOUR_MS;

/**
 * One release of all prices. A new release is published every six hours, and the previous one is honored for two more
 * hours. So a price is valid for at least two hours after it was shown.
 */
export interface PriceRelease {
  readonly number: number;
  readonly validFrom: Date;
  readonly validUntil: Date;
}

export function releaseAt(now: Date): PriceRelease {
  return releaseByNumber(Math.floor(now.getTime() / RELEASE_INTERVAL_MS));
}

export function releaseByNumber(number: number): PriceRelease {
  const from = number * RELEASE_INTERVAL_MS;
  return { number, validFrom: new Date(from), validUntil: new Date(from + RELEASE_INTERVAL_MS + GRACE_PERIOD_MS) };
}

/** Whether prices of the release can still be bought. */
export const isHonored = (release: PriceRelease, now: Date): boolean =>
  release.validFrom <= now && now < release.validUntil;
