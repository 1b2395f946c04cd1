import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import {
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
  utility,
} from '../../../test/support/fake-bff.ts';
import { button, field } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Offer } from '../../wire/offer.ts';

let bff: FakeBff;
let stage: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => stage.unmount());

const never = () => new Promise<Response>(() => {});
const dollars = (amount: string) => ({ amount, currency: 'USD' as const });
const kinds: readonly Offer[] = (['fixed', 'fixed_pass_through', 'index', 'block'] as const).map((kind, index) =>
  offer({
    id: kind,
    product: { name: kind, kind },
    termMonths: 12 * (index + 1),
    greenPercent: [0, 30, 60, 100][index] ?? 0,
    estimate: { ...offer().estimate, difference: dollars(index ? '-2328.00' : '1200.00') },
    documents: [{ kind: 'efl', url: 'https://supplier.invalid/efl' }],
  }),
);
const give = (offers: readonly Offer[]) =>
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));
const says = (words: RegExp) => expect.element(page.getByText(words).first()).toBeVisible();

async function ask() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Used in a year/).fill('120,000');
  await field(/You pay now/).fill('9.8');
  await button(/Show rates/).click();
}
async function seeKinds() {
  give(kinds);
  await ask();
  await vi.waitFor(() => expect(stage.queryAll('.offer-row')).toHaveLength(4));
}

/** Every state of the step, and how one gets there. `before` is what the BFF answers. */
const states: readonly { readonly name: string; readonly before?: () => void; readonly go: () => Promise<void> }[] = [
  { name: 'empty', go: () => expect.element(field(/^Utility/)).toHaveTextContent('ZIP code first') },
  {
    name: 'looking the utility up',
    before: () => bff.respondOnce('GET /v1/utilities', never),
    async go() {
      await field(/ZIP code/).fill('75201');
      await expect.element(field(/^Utility/)).toHaveTextContent('Looking it up…');
    },
  },
  {
    name: 'several utilities and zones',
    before: () =>
      bff.respondOnce('GET /v1/utilities', () =>
        jsonResponse({
          utilities: [utility(), utility({ code: 'X', zones: ['A', 'B'].map((code) => ({ code, name: code })) })],
        }),
      ),
    async go() {
      await field(/ZIP code/).fill('75201');
      await says(/On your bill: who delivers/);
      await field(/^Utility/).selectOptions('X');
      await expect.element(field(/Load zone/)).toBeVisible();
    },
  },
  {
    name: 'nobody serves',
    before: () => bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404)),
    async go() {
      await field(/ZIP code/).fill('99999');
      await says(/No supplier of ours/);
    },
  },
  {
    name: 'the look-up failed',
    before: () => bff.respondOnce('GET /v1/utilities', () => problemResponse('upstream_unavailable', 503)),
    async go() {
      await field(/ZIP code/).fill('75201');
      await says(/Live prices are down/);
    },
  },
  {
    name: 'nothing filled in',
    async go() {
      await button(/Show rates/).click();
      await says(/A ZIP code has five digits/);
    },
  },
  {
    name: 'an odd usage',
    async go() {
      await field(/Used in a year/).fill('400');
      await says(/very little for a year/);
    },
  },
  {
    name: 'waiting for prices',
    before: () => bff.respondOnce('POST /v1/offers', never),
    async go() {
      await ask();
      await vi.waitFor(() => expect(stage.queryAll('.skeleton-bar').length).toBeGreaterThan(0));
    },
  },
  {
    name: 'no supplier has a price',
    async go() {
      give([]);
      await ask();
      await says(/No supplier has a price/);
    },
  },
  {
    name: 'the last prices of an upstream that is down',
    async go() {
      bff.respondOnce('POST /v1/offers', () =>
        jsonResponse({ asOf: new Date().toISOString(), stale: true, offers: kinds }),
      );
      await ask();
      await says(/These are the last ones/);
    },
  },
  {
    name: 'prices are down',
    before: () => bff.respondOnce('POST /v1/offers', () => problemResponse('upstream_unavailable', 503)),
    async go() {
      await ask();
      await says(/Live prices are down/);
    },
  },
  {
    name: 'offers of every kind, all open',
    async go() {
      await seeKinds();
      for (const summary of stage.queryAll('.offer-row details:not([open]) > summary')) summary.click();
      await vi.waitFor(() => expect(stage.queryAll('.offer-row .offer-details')).toHaveLength(4));
      stage.queryAll('.cumulative-cost summary')[0]?.click();
    },
  },
  {
    name: 'a filter that fits none',
    async go() {
      await seeKinds();
      await field(/Kind of price/).selectOptions('fixed');
      await field(/Green energy/).selectOptions('all');
      await says(/No offer fits all/);
    },
  },
  {
    name: 'two side by side',
    async go() {
      await seeKinds();
      await page.getByRole('checkbox').nth(0).click();
      await page.getByRole('checkbox').nth(1).click();
      await button(/See side by side/).click();
      await expect.element(page.getByRole('heading', { name: /side by side/ })).toBeVisible();
    },
  },
  {
    name: 'offers for an older question',
    async go() {
      await seeKinds();
      await field(/Used in a year/).fill('');
      await says(/for what you typed before/);
    },
  },
  {
    name: 'new prices under way',
    async go() {
      await seeKinds();
      bff.respondOnce('POST /v1/offers', never);
      await button(/Refresh prices/).click();
      await vi.waitFor(() => expect(stage.queryAll('[aria-busy=true]')).toHaveLength(1));
    },
  },
  {
    name: 'moved and gone',
    async go() {
      await seeKinds();
      give(kinds.slice(1).map((one) => ({ ...one, rate: { amount: '0.09', unit: 'kWh' } })));
      await button(/Refresh prices/).click();
      await says(/No longer on sale/);
    },
  },
  {
    name: 'prices about to run out',
    async go() {
      give(kinds.map((one) => ({ ...one, expiresAt: new Date(Date.now() + 100_000).toISOString() })));
      await ask();
      await says(/Refreshes in/);
    },
  },
  {
    name: 'usage from a kind of business, with nothing chosen',
    async go() {
      await field(/ZIP code/).fill('75201');
      await button(/don’t know my usage/).click();
      await page.getByRole('radio', { name: 'Type and size' }).click();
      await button(/Use this estimate/).click();
      await says(/comes closest/);
    },
  },
  {
    name: 'a list of locations asked for',
    async go() {
      await button(/Several locations/).click();
      await expect.element(page.getByLabelText('Your file')).toBeInTheDocument();
    },
  },
  {
    name: 'both energies',
    async go() {
      await page.getByRole('radio', { name: 'Both' }).click();
      await field(/ZIP code/).fill('60601');
      await page
        .getByRole('group', { name: 'Electricity' })
        .getByLabelText(/Used in a year/)
        .fill('120,000');
      await button(/Show rates/).click();
      await page.getByRole('radio', { name: 'Gas', exact: true }).nth(1).click();
      await says(/Gas: fill in the fields above/);
    },
  },
  {
    name: 'the site does not open',
    before: () => bff.respondOnce('POST /v1/sessions', () => problemResponse('upstream_unavailable', 503)),
    go: () => says(/Live prices are down/),
  },
];

for (const [scheme, width] of [
  ['light', 280],
  ['dark', 1200],
] as const) {
  test.each(states)(
    `${scheme}, ${width} pixels, $name: axe finds no fault, in Spanish neither`,
    async ({ before, go }) => {
      before?.();
      stage = renderWidget(bff, { width });
      stage.host.style.colorScheme = scheme;
      await go();
      await userEvent.tab();
      expect(await a11yViolations(stage.host)).toEqual([]);
      await expectSpanish(stage);
      expect(await a11yViolations(stage.host)).toEqual([]);
    },
  );
}
