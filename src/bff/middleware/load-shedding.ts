import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Context } from 'hono';
import { listOffers } from '../../wire/offer.ts';
import { createOfferDocument, emailRates } from '../../wire/share-offers.ts';
import { estimateUsage } from '../../wire/usage-estimate.ts';
import { listUtilities } from '../../wire/utility.ts';
import { lookUpUtilities } from '../../wire/utility-lookup.ts';
import { ProblemError } from '../http/problem.ts';

/**
 * Requests of visitors who only browse, except for a new session: see `shedNewSession`. They are denied first, so that
 * customers can buy and sign.
 */
const BROWSING_PATHS: ReadonlySet<string> = new Set([
  listUtilities.path,
  lookUpUtilities.path,
  listOffers.path,
  emailRates.path,
  createOfferDocument.path,
  estimateUsage.path,
]);

/** Longer delays make responses noticeably late. A server that is merely busy has delays below 50 ms. */
const MAX_DELAY_MS = 250;
/**
 * The minimum share of time in which the event loop runs our code. Below this share, delays come from other processes
 * on the machine, and denying requests would not reduce them.
 */
const MIN_UTILIZATION = 0.8;
const SAMPLE_MS = 1_000;
/** One long task, such as creating a document on a slow machine, is over before denying requests could help. */
const MIN_LATE_SAMPLES = 3;
/** A server that has just started compiles its code and compresses its files, which is no reason to deny visitors. */
const WARM_UP_SAMPLES = 5;
const RETRY_AFTER_SECONDS = 5;

type DelayHistogram = Pick<ReturnType<typeof monitorEventLoopDelay>, 'percentile' | 'reset' | 'enable' | 'disable'>;

export interface LoadMonitor {
  /** Whether the events of the last seconds were so late that browsing requests must be denied. */
  isOverloaded(): boolean;
  stop(): void;
}

/**
 * Monitors the event loop of this process: the 90th percentile of its delays in each second, and whether our own code
 * causes them. After three late seconds in a row, the process counts as overloaded until the first second that is not
 * late.
 *
 * @param histogram for tests
 * @param utilizationSinceLastCall for tests: between 0 and 1
 * @example const monitor = createLoadMonitor(); monitor.isOverloaded() // false
 */
export function createLoadMonitor(
  histogram: DelayHistogram = monitorEventLoopDelay({ resolution: 20 }),
  utilizationSinceLastCall: () => number = createUtilizationMeter(),
): LoadMonitor {
  let lateSamples = 0;
  let samples = 0;
  histogram.enable();
  const timer = setInterval(() => {
    const isBusy = utilizationSinceLastCall() >= MIN_UTILIZATION;
    samples += 1;
    const isLate = samples > WARM_UP_SAMPLES && isBusy && histogram.percentile(90) / 1e6 > MAX_DELAY_MS;
    lateSamples = isLate ? lateSamples + 1 : 0;
    histogram.reset();
  }, SAMPLE_MS).unref();
  return {
    isOverloaded: () => lateSamples >= MIN_LATE_SAMPLES,
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}

function createUtilizationMeter(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, last);
    last = current;
    return utilization;
  };
}

/**
 * Denies browsing requests while the process is overloaded.
 *
 * @throws ProblemError overloaded
 */
export function shedLoad(monitor: Pick<LoadMonitor, 'isOverloaded'>, context: Context): void {
  if (BROWSING_PATHS.has(context.req.path)) shedNewSession(monitor);
}

/**
 * Denies a new session while the process is overloaded. A renewed session belongs to a customer who may be buying, so
 * it is not denied.
 *
 * @throws ProblemError overloaded
 */
export function shedNewSession(monitor: Pick<LoadMonitor, 'isOverloaded'>): void {
  if (monitor.isOverloaded()) throw new ProblemError('overloaded', { retryAfter: RETRY_AFTER_SECONDS });
}
