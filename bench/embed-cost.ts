import type { Browser } from 'playwright';

export interface EmbedCost {
  /** Brotli bytes received until the first field is usable. */
  readonly bytes: number;
  /** Brotli bytes received until the page is idle. */
  readonly bytesInAll: number;
  /** Milliseconds spent compiling and evaluating scripts until the first field is usable, on the throttled CPU. */
  readonly evaluation: number;
  /**
   * The longest task on the main thread, in milliseconds. `benchmarkEmbeds` subtracts the longest task of an empty
   * page.
   */
  readonly longestTask: number;
  readonly layoutShift: number;
}

/** Factor that slows the CPU down to roughly the speed of a cheap phone. */
const CPU_SLOWDOWN = 4;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly ts: number;
  readonly args?: { readonly name?: string };
}

const isTraceEvent = (value: unknown): value is TraceEvent =>
  typeof value === 'object' && value !== null && 'name' in value && 'ts' in value && typeof value.ts === 'number';

const evaluating = new Set(['EvaluateScript', 'v8.evaluateModule', 'v8.compile', 'v8.compileModule']);

/**
 * Loads a page as for a first-time visitor on a slow phone, and measures until its field is visible and the page is
 * idle.
 */
export async function measurePage(browser: Browser, url: string, field: string): Promise<EmbedCost> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const ownRequests = new Set<string>();
  const transfers: { readonly at: number; readonly bytes: number }[] = [];
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.url !== url) ownRequests.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength, timestamp }) => {
    if (ownRequests.has(requestId)) transfers.push({ at: timestamp * 1e6, bytes: encodedDataLength });
  });
  const events: TraceEvent[] = [];
  const done = new Promise<void>((resolve) => session.on('Tracing.tracingComplete', () => resolve()));
  session.on('Tracing.dataCollected', ({ value }: { readonly value: readonly unknown[] }) =>
    events.push(...value.filter(isTraceEvent)),
  );
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'blink.user_timing', 'v8', 'toplevel', '__metadata'] },
  });
  await page.addInitScript(recordUsable, field);
  await page.goto(url);
  await page.locator(field).first().waitFor({ state: 'visible' });
  await page.waitForLoadState('networkidle');
  const layoutShift = await page.evaluate(() => Number(Reflect.get(window, 'shifted')));
  await session.send('Tracing.end');
  await done;
  await context.close();
  const usableAt = events.find(({ name }) => name === 'usable')?.ts ?? Number.POSITIVE_INFINITY;
  const sum = (transferred: typeof transfers): number => transferred.reduce((all, { bytes }) => all + bytes, 0);
  return {
    bytes: sum(transfers.filter(({ at }) => at <= usableAt)),
    bytesInAll: sum(transfers),
    layoutShift,
    ...readTrace(events, usableAt),
  };
}

/**
 * Runs in the page. Sums layout shifts, and sets a performance mark when the field appears in the page or in any open
 * shadow root.
 */
function recordUsable(field: string): void {
  Reflect.set(window, 'shifted', 0);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      Reflect.set(window, 'shifted', Number(Reflect.get(window, 'shifted')) + Number(Reflect.get(entry, 'value')));
  }).observe({ type: 'layout-shift', buffered: true });
  const isIn = (root: Document | ShadowRoot): boolean =>
    root.querySelector(field) !== null ||
    [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot && isIn(shadowRoot));
  const check = (): void => {
    if (isIn(document)) performance.mark('usable');
    else requestAnimationFrame(check);
  };
  check();
}

function readTrace(events: readonly TraceEvent[], usableAt: number): Pick<EmbedCost, 'evaluation' | 'longestTask'> {
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const onMain = events.filter(({ pid, tid, dur }) => dur !== undefined && main.has(`${pid} ${tid}`));
  const longest = Math.max(0, ...onMain.filter(({ name }) => name.endsWith('RunTask')).map(({ dur = 0 }) => dur));
  // Compilation within an evaluation is already part of its duration.
  let until = 0;
  let evaluation = 0;
  for (const { ts, dur = 0 } of onMain.filter(({ name }) => evaluating.has(name)).toSorted((a, b) => a.ts - b.ts)) {
    if (ts < until || ts > usableAt) continue;
    evaluation += dur;
    until = ts + dur;
  }
  return { evaluation: Number((evaluation / 1000).toFixed(1)), longestTask: Number((longest / 1000).toFixed(1)) };
}

export function medians(costs: readonly EmbedCost[]): EmbedCost {
  const medianOf = (pick: (cost: EmbedCost) => number): number =>
    costs.map(pick).toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? 0;
  return {
    bytes: medianOf(({ bytes }) => bytes),
    bytesInAll: medianOf(({ bytesInAll }) => bytesInAll),
    evaluation: medianOf(({ evaluation }) => evaluation),
    longestTask: medianOf(({ longestTask }) => longestTask),
    layoutShift: Number(medianOf(({ layoutShift }) => layoutShift).toFixed(4)),
  };
}
