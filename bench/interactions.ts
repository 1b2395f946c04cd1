import { chromium, type Page } from 'playwright';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { withBff } from './bff.ts';

/** Median over the rounds of the slowest interaction in a round, in milliseconds, and the same on the control page. */
interface InteractionFigure {
  readonly widget: number;
  readonly control: number;
  readonly addedMilliseconds: number;
}

interface InteractionFigures {
  readonly offers: number;
  readonly cpuSlowdown: number;
  readonly rounds: number;
  /** The highest acceptable `addedMilliseconds`. */
  readonly budgetMilliseconds: number;
  readonly interactions: Readonly<Record<Interaction, InteractionFigure>>;
}

const offers = 1000;
const cpuSlowdown = 4;
const rounds = 5;
const budgetMilliseconds = 100;
/** The Event Timing API reports no shorter interaction. */
const SHORTEST_MS = 16;

type Interaction = 'typing' | 'sort' | 'filter' | 'step change';

/** An empty page with the same kinds of controls, which do nothing. */
const CONTROL_PAGE = `<!doctype html><html lang="en"><body>
  <label>Annual usage <input></label>
  <label>Sort by <select><option>a<option>b<option>c</select></label>
  <label>Rate type <select><option>a<option>b<option>c</select></label>
  <button>Select</button>`;

/**
 * Measures Interaction to Next Paint (https://web.dev/articles/inp) with the CPU throttled to a quarter, as on a cheap
 * phone: typing the usage, sorting and filtering a thousand offers, and going to the next step. The input is real: keys
 * and clicks. An empty page is the control, because throttling and the machine's load slow down every page.
 */
export const interactions = (): Promise<InteractionFigures> =>
  withBff(async ({ origin }) => {
    const executablePath = findChromium();
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...chromiumFlags] });
    const measured = { widget: new Map<Interaction, number[]>(), control: new Map<Interaction, number[]>() };
    try {
      for (let round = 0; round < rounds; round++) {
        for (const kind of ['control', 'widget'] as const) {
          const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
          await (kind === 'widget' ? openWidget(page, origin) : openControl(page, origin));
          const session = await page.context().newCDPSession(page);
          await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
          for (const [name, duration] of await interact(page, kind === 'widget' ? showOffers : undefined))
            measured[kind].set(name, [...(measured[kind].get(name) ?? []), duration]);
          await page.close();
        }
      }
    } finally {
      await browser.close();
    }
    const figureOf = (name: Interaction): InteractionFigure => {
      const [widget, control] = [median(measured.widget.get(name)), median(measured.control.get(name))];
      return { widget, control, addedMilliseconds: widget - control };
    };
    return {
      offers,
      cpuSlowdown,
      rounds,
      budgetMilliseconds,
      interactions: {
        typing: figureOf('typing'),
        sort: figureOf('sort'),
        filter: figureOf('filter'),
        'step change': figureOf('step change'),
      },
    };
  });

const median = (durations: readonly number[] = []): number =>
  durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? Number.NaN;

async function openControl(page: Page, origin: string): Promise<void> {
  await page.route(`${origin}/control`, (route) => route.fulfill({ contentType: 'text/html', body: CONTROL_PAGE }));
  await page.goto(`${origin}/control`);
}

/**
 * Opens the widget on an empty page, so that its first request for offers returns 1,000 offers: one real response of
 * the BFF, repeated with different product names. The page is on the BFF's own origin, so that requests are allowed.
 */
async function openWidget(page: Page, origin: string): Promise<void> {
  await page.route(`${origin}/bench`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><body><script async src="${origin}/shopper.js" data-site="pk_test_demo"></script>`,
    }),
  );
  await page.route('**/v1/offers', async (route) => {
    const response = await route.fetch();
    const received: { offers: { id: string; product: { name: string } }[] } = await response.json();
    const manyOffers = Array.from({ length: offers }, (_, index) => {
      const offer = received.offers[index % received.offers.length];
      const copy = Math.floor(index / received.offers.length);
      return {
        ...offer,
        id: `${offer?.id}${copy}`,
        product: { ...offer?.product, name: `${offer?.product.name} ${copy}` },
      };
    });
    await route.fulfill({ response, json: { ...received, offers: manyOffers } });
  });
  await page.goto(`${origin}/bench`);
  await page.getByLabel('ZIP code').fill('75201');
  await page.getByLabel('Current rate').fill('9.8');
}

async function showOffers(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'See rates' }).click();
  await page
    .getByRole('button', { name: /^Select/ })
    .first()
    .waitFor();
}

/** Performs each interaction, and returns the duration of its slowest event. */
async function interact(
  page: Page,
  showOffers?: (page: Page) => Promise<void>,
): Promise<ReadonlyMap<Interaction, number>> {
  // TypeScript does not know `durationThreshold` yet.
  const eventTiming: PerformanceObserverInit & { readonly durationThreshold: number } = {
    type: 'event',
    durationThreshold: SHORTEST_MS,
  };
  await page.evaluate((options) => {
    const durations: number[] = [];
    Reflect.set(window, 'durations', durations);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) durations.push(entry.duration);
    }).observe(options);
  }, eventTiming);
  const slowest = async (act: () => Promise<void>): Promise<number> => {
    await page.evaluate(() => Reflect.get(window, 'durations').splice(0));
    await act();
    // Events are reported after the paint, so the paint must be over.
    return page.evaluate(async (shortest) => {
      for (let frame = 0; frame < 10; frame++) await new Promise((done) => requestAnimationFrame(done));
      await new Promise((done) => setTimeout(done, 100));
      return Math.max(shortest, ...Reflect.get(window, 'durations'));
    }, SHORTEST_MS);
  };
  const chooseNext = async (label: RegExp): Promise<void> => {
    await page.getByLabel(label).first().focus();
    await page.keyboard.press('ArrowDown');
  };
  const typeUsage = async (): Promise<void> => {
    await page.getByLabel(/Annual usage/).focus();
    await page.keyboard.type('120000', { delay: 100 });
  };
  const clickSelect = () =>
    page
      .getByRole('button', { name: /^Select/ })
      .first()
      .click();
  const typing = await slowest(typeUsage);
  await showOffers?.(page);
  return new Map([
    ['typing', typing],
    ['sort', await slowest(() => chooseNext(/Sort/))],
    ['filter', await slowest(() => chooseNext(/Rate type/))],
    ['step change', await slowest(clickSelect)],
  ]);
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await interactions(), null, 2)}\n`);
