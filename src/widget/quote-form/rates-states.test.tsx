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
  session,
  utility,
} from '../../../test/support/fake-bff.ts';
import { button, field } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Offer } from '../../wire/offer.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const neverResolves = () => new Promise<Response>(() => {});
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
const respondWithOffers = (offers: readonly Offer[]) =>
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));
const expectText = (message: RegExp) => expect.element(page.getByText(message).first()).toBeVisible();

async function requestRates() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Annual usage/).fill('120,000');
  await field(/Current rate/).fill('9.8');
  await button(/See rates/).click();
}
async function goToOffers() {
  respondWithOffers(kinds);
  await requestRates();
  await vi.waitFor(() => expect(widget.queryAll('.offer-row')).toHaveLength(4));
}

/**
 * The states of the rates step. `arrange` sets the fake BFF's responses, and `act` brings the widget into the state.
 */
const states: readonly { readonly name: string; readonly arrange?: () => void; readonly act: () => Promise<void> }[] = [
  {
    name: 'empty',
    async act() {
      await expect.element(field(/^Utility/)).toHaveTextContent('Enter ZIP code');
      // This field loads after the first paint.
      await expect.element(field(/Current contract ends/)).toBeVisible();
    },
  },
  {
    name: 'no utility, on a site that can be asked for a quote',
    arrange() {
      bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks: true }), 201));
      bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404));
    },
    async act() {
      await field(/ZIP code/).fill('99999');
      await button(/Request a quote/).click();
      await expectText(/Enter your name/);
    },
  },
  {
    name: 'utility lookup in progress',
    arrange: () => bff.respondOnce('GET /v1/utilities', neverResolves),
    async act() {
      await field(/ZIP code/).fill('75201');
      await expect.element(field(/^Utility/)).toHaveTextContent('Finding utilities…');
    },
  },
  {
    name: 'several utilities and zones',
    arrange: () =>
      bff.respondOnce('GET /v1/utilities', () =>
        jsonResponse({
          utilities: [utility(), utility({ code: 'X', zones: ['A', 'B'].map((code) => ({ code, name: code })) })],
        }),
      ),
    async act() {
      await field(/ZIP code/).fill('75201');
      await expectText(/The company that delivers your energy/);
      await field(/^Utility/).selectOptions('X');
      await expect.element(field(/Load zone/)).toBeVisible();
    },
  },
  {
    name: 'no utility',
    arrange: () => bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404)),
    async act() {
      await field(/ZIP code/).fill('99999');
      await expectText(/don’t have rates for this ZIP code/);
    },
  },
  {
    name: 'utility lookup failed',
    arrange: () => bff.respondOnce('GET /v1/utilities', () => problemResponse('upstream_unavailable', 503)),
    async act() {
      await field(/ZIP code/).fill('75201');
      await expectText(/Live rates are temporarily unavailable/);
    },
  },
  {
    name: 'submitted without input',
    async act() {
      await button(/See rates/).click();
      await expectText(/Enter a 5-digit ZIP code/);
    },
  },
  {
    name: 'suspicious usage',
    async act() {
      await field(/Annual usage/).fill('400');
      await expectText(/looks like one month’s usage/);
    },
  },
  {
    name: 'offers loading',
    arrange: () => bff.respondOnce('POST /v1/offers', neverResolves),
    async act() {
      await requestRates();
      await vi.waitFor(() => expect(widget.queryAll('.skeleton-bar').length).toBeGreaterThan(0));
    },
  },
  {
    name: 'no offers',
    async act() {
      respondWithOffers([]);
      await requestRates();
      await expectText(/No rates are available/);
    },
  },
  {
    name: 'stale offers',
    async act() {
      bff.respondOnce('POST /v1/offers', () =>
        jsonResponse({ asOf: new Date().toISOString(), stale: true, offers: kinds }),
      );
      await requestRates();
      await expectText(/These rates are from/);
    },
  },
  {
    name: 'offers failed',
    arrange: () => bff.respondOnce('POST /v1/offers', () => problemResponse('upstream_unavailable', 503)),
    async act() {
      await requestRates();
      await expectText(/Live rates are temporarily unavailable/);
    },
  },
  {
    name: 'offers of every kind, expanded',
    async act() {
      await goToOffers();
      for (const summary of widget.queryAll('.offer-row details:not([open]) > summary')) summary.click();
      await vi.waitFor(() => expect(widget.queryAll('.offer-row .offer-details')).toHaveLength(4));
      widget.queryAll('.cumulative-cost summary')[0]?.click();
    },
  },
  {
    name: 'filters without a match',
    async act() {
      await goToOffers();
      widget.queryAll('.offer-filters:not([open]) > summary')[0]?.click();
      await field(/Rate type/).selectOptions('fixed');
      await field(/Renewable/).selectOptions('all');
      await expectText(/No offers match/);
    },
  },
  {
    name: 'comparison of two offers',
    async act() {
      await goToOffers();
      await page.getByRole('checkbox').nth(0).click();
      await page.getByRole('checkbox').nth(1).click();
      await button(/Compare selected/).click();
      await expect.element(page.getByRole('heading', { name: /Compare \d offers/ })).toBeVisible();
    },
  },
  {
    name: 'outdated offers',
    async act() {
      await goToOffers();
      await field(/Annual usage/).fill('');
      await expectText(/use your previous entries/);
    },
  },
  {
    name: 'price update in progress',
    async act() {
      await goToOffers();
      bff.respondOnce('POST /v1/offers', neverResolves);
      await button(/Refresh rates/).click();
      await vi.waitFor(() => expect(widget.queryAll('[aria-busy=true]')).toHaveLength(1));
    },
  },
  {
    name: 'changed and removed offers',
    async act() {
      await goToOffers();
      respondWithOffers(kinds.slice(1).map((one) => ({ ...one, rate: { amount: '0.09', unit: 'kWh' } })));
      await button(/Refresh rates/).click();
      await expectText(/No longer available/);
    },
  },
  {
    name: 'prices about to expire',
    async act() {
      respondWithOffers(kinds.map((one) => ({ ...one, expiresAt: new Date(Date.now() + 100_000).toISOString() })));
      await requestRates();
      await expectText(/Refreshes in/);
    },
  },
  {
    name: 'usage estimator without input',
    async act() {
      await field(/ZIP code/).fill('75201');
      await button(/don’t know my usage/).click();
      await page.getByRole('radio', { name: 'Business type and size' }).click();
      await button(/Use this estimate/).click();
      await expectText(/Select a business type/);
    },
  },
  {
    name: 'location import',
    async act() {
      await button(/Multiple locations/).click();
      await expect.element(page.getByLabelText('CSV file with your locations')).toBeInTheDocument();
    },
  },
  {
    name: 'both commodities',
    async act() {
      await page.getByRole('radio', { name: 'Both' }).click();
      await field(/ZIP code/).fill('60601');
      await page
        .getByRole('group', { name: 'Electricity' })
        .getByLabelText(/Annual usage/)
        .fill('120,000');
      await button(/See rates/).click();
      await page.getByRole('radio', { name: 'Natural gas', exact: true }).nth(1).click();
      await expectText(/gas: complete the fields above/);
    },
  },
  {
    name: 'startup error',
    arrange: () => bff.respondOnce('POST /v1/sessions', () => problemResponse('upstream_unavailable', 503)),
    act: () => expectText(/Live rates are temporarily unavailable/),
  },
];

for (const [scheme, width] of [
  ['light', 280],
  ['dark', 1200],
] as const) {
  test.each(states)(
    `has no axe violation in ${scheme} mode at ${width} pixels, in English and Spanish: $name`,
    async ({ arrange, act }) => {
      arrange?.();
      widget = renderWidget(bff, { width });
      widget.host.style.colorScheme = scheme;
      await act();
      await userEvent.tab();
      expect(await a11yViolations(widget.host)).toEqual([]);
      await expectSpanish(widget);
      expect(await a11yViolations(widget.host)).toEqual([]);
    },
  );
}
