import { chromium, type Page } from 'playwright';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { withBff } from './bff.ts';

/**
 * Milliseconds from the event to the frame that shows its effect. `budgetMilliseconds` is the highest acceptable
 * median.
 */
interface PaintFigures {
  readonly offers: number;
  readonly cpuSlowdown: number;
  readonly budgetMilliseconds: number;
  readonly sort: { readonly median: number; readonly worst: number };
  readonly filter: { readonly median: number; readonly worst: number };
}

const offers = 1000;
const cpuSlowdown = 4;
const budgetMilliseconds = 50;
const rounds = 15;

/**
 * Sorts and filters a thousand offers with the CPU throttled to a quarter, as on a cheap phone, and measures the time
 * until the change is painted. The offers are one real response of the BFF, repeated with different product names.
 */
export const ratesView = (): Promise<PaintFigures> =>
  withBff(async ({ origin }) => {
    const executablePath = findChromium();
    const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...chromiumFlags] });
    try {
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
      await openWithManyOffers(page, origin);
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
      return {
        offers,
        cpuSlowdown,
        budgetMilliseconds,
        sort: await measure(page, 'sorting', ['rate', 'supplier', 'green', 'term', 'cost']),
        filter: await measure(page, 'kind', ['fixed', '', 'index', '']),
      };
    } finally {
      await browser.close();
    }
  });

/**
 * Shows the widget with 1,000 offers on an empty page. The page is on the BFF's own origin, so that requests are
 * allowed.
 */
async function openWithManyOffers(page: Page, origin: string): Promise<void> {
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
  await page.getByLabel('Annual usage').fill('120,000');
  await page.getByLabel('Current rate').fill('9.8');
  await page.getByRole('button', { name: 'See rates' }).click();
  await page
    .getByRole('button', { name: /^Select/ })
    .first()
    .waitFor();
}

async function measure(page: Page, name: string, values: readonly string[]) {
  const durations: number[] = [];
  for (let round = 0; round < rounds; round++) {
    durations.push(await paintTime(page, name, values[round % values.length] ?? ''));
  }
  durations.sort((a, b) => a - b);
  const rounded = (time: number | undefined) => Number((time ?? 0).toFixed(1));
  return { median: rounded(durations[Math.floor(rounds / 2)]), worst: rounded(durations.at(-1)) };
}

/** The time from the change event to the first task after the next frame. */
const paintTime = (page: Page, name: string, value: string): Promise<number> =>
  page.evaluate(
    ([field, choice]) =>
      new Promise<number>((resolve) => {
        const shadow = document.querySelector('commercial-shopper')?.shadowRoot;
        const select = shadow?.querySelector<HTMLSelectElement>(`select[name=${field}]`);
        if (!select) throw new Error(`no select element named ${field}`);
        // Start right after a frame, so that the measurement contains only work and not the rest of a frame.
        requestAnimationFrame(() => {
          setTimeout(() => {
            const startedAt = performance.now();
            select.value = choice ?? '';
            select.dispatchEvent(new Event('change', { bubbles: true }));
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.now() - startedAt);
              port2.postMessage(undefined);
            });
          });
        });
      }),
    [name, value],
  );

if (import.meta.main) process.stdout.write(`${JSON.stringify(await ratesView(), null, 2)}\n`);
