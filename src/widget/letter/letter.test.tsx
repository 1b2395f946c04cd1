import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { type Letter, letterStatus } from '../../wire/letter.ts';
import { axeFaults } from '../axe-faults.ts';
import { answer, createFakeBff, type FakeBff, letter, refuse, session } from '../fake-bff.ts';
import { turnsSpanish } from '../in-spanish.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { button, field, heading } from '../walk.ts';

let bff: FakeBff;
let stage: Stage;
/** How the letter stands, for every look. */
let now: Partial<Letter>;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  now = {};
  bff.once('POST /v1/sessions', () =>
    answer({ ...session(), site: { ...session().site, usageAuthorization: true } }, 201),
  );
});
afterEach(() => {
  vi.useRealTimers();
  stage.leave();
});

const asked = (method: string, path: string) => bff.seen.filter((one) => one.method === method && one.path === path);
const come = (options = {}) => {
  stage = enter(bff, options);
};
const way = () => page.getByRole('radio', { name: 'My utility' });
async function openPanel() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/I don’t know my usage/).click();
  await way().click();
  await expect.element(button(/Send the letter/)).toBeVisible();
}
async function fillIn() {
  await field(/Business name, as on your bill/).fill('Invented Bakery LLC');
  await field(/ESI ID on your bill/).fill('1044372 00012-34567, 10443720009999999');
  await field(/Who may sign/).fill('Dana Example');
  await field(/Their e-mail/).fill('dana@example.com');
}
async function ask() {
  await openPanel();
  await fillIn();
  await button(/Send the letter/).click();
}
const seeing = (over: Partial<Letter>) => {
  now = over;
  bff.once('GET /v1/letters/lt_1', () => answer(letter(now)));
};

test('a customer who does not know the usage lets the broker read it', async () => {
  come();
  await openPanel();
  await expect.element(page.getByText(/It buys nothing and changes no supplier/)).toBeVisible();
  await fillIn();
  await button(/Send the letter/).click();
  await expect.element(heading(/The letter is in the inbox\./)).toBeVisible();
  await expect.element(page.getByText(/It went to d…@example.com/)).toBeVisible();
  expect(asked('POST', '/v1/letters')[0]?.body).toEqual({
    commodity: 'electric',
    utility: 'ONCOR',
    customer: { legalName: 'Invented Bakery LLC' },
    signer: { name: 'Dana Example', email: 'dana@example.com' },
    accounts: [{ identifier: '10443720001234567' }, { identifier: '10443720009999999' }],
  });
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Dana|Bakery|example\.com|4437/);
});

test('a site that does not offer letters has two ways to an estimate, as before', async () => {
  bff = createFakeBff();
  come();
  await field(/ZIP code/).fill('75201');
  await button(/I don’t know my usage/).click();
  await expect.element(page.getByRole('radio', { name: 'A monthly bill' })).toBeVisible();
  expect(way().elements()).toHaveLength(0);
});

test('what is wrong is said at its field, the first one has the focus, and nothing typed is lost', async () => {
  come();
  await openPanel();
  await field(/Business name/).fill('Invented Bakery LLC');
  await field(/Their e-mail/).fill('dana at example');
  await button(/Send the letter/).click();
  await expect.element(page.getByText('Type letters and digits, as on your bill.', { exact: false })).toBeVisible();
  await expect.element(page.getByText('Type an address like dana@example.com.')).toBeVisible();
  expect(stage.host.shadowRoot?.activeElement?.id).toBe('numbers');
  expect(bff.count('POST /v1/letters')).toBe(0);
  await page.getByRole('radio', { name: 'A monthly bill' }).click();
  await way().click();
  await expect.element(field(/Their e-mail/)).toHaveValue('dana at example');
});

test('without a utility it says what to do first', async () => {
  come();
  await button(/I don’t know my usage/).click();
  await way().click();
  await expect.element(page.getByText(/choose your utility in the form first/)).toBeVisible();
});

test('a letter whose answer was lost is asked for again under the same key', async () => {
  come();
  bff.once('POST /v1/letters', () => refuse('upstream_unavailable', 503));
  await ask();
  await expect.element(page.getByRole('alert')).toBeVisible();
  await button(/Send the letter/).click();
  await expect.element(heading(/The letter is in the inbox\./)).toBeVisible();
  const keys = asked('POST', '/v1/letters').map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('news come by themselves, and after a reload the letter is still there', async () => {
  come();
  await ask();
  await expect.element(heading(/The letter is in the inbox\./)).toBeVisible();
  // A reload: what the tab remembers stays.
  stage.widget.destroy();
  stage.host.remove();
  seeing({ status: 'signed' });
  come();
  await button(/I don’t know my usage/).click();
  await expect.element(heading(/The letter is signed\. Thank you\./)).toBeVisible();
});

test('an address that takes no mail is corrected, and the letter sent again', async () => {
  come();
  bff.once('POST /v1/letters', () => answer(letter({ status: 'bounced' }), 201));
  await ask();
  await expect.element(heading(/The address takes no mail\./)).toBeVisible();
  await field(/Another address/).fill('office at example');
  await button(/Send it again/).click();
  await expect.element(page.getByText('Type an address like dana@example.com.')).toBeVisible();
  bff.once('POST /v1/letters/lt_1/sendings', () => answer(letter({ status: 'preparing', to: 'o…@example.com' }), 201));
  await field(/Another address/).fill('office@example.com');
  await button(/Send it again/).click();
  await expect.element(page.getByText(/It goes to o…@example.com/)).toBeVisible();
  expect(asked('POST', '/v1/letters/lt_1/sendings')[0]?.body).toEqual({ email: 'office@example.com' });
});

test('a letter that was sent too often says so, and one that is over shows how it ended', async () => {
  come();
  await ask();
  bff.once('POST /v1/letters/lt_1/sendings', () => refuse('rate_limited', 429));
  await button(/Send it again/).click();
  await expect.element(page.getByText(/sent often enough/)).toBeVisible();
  bff.once('POST /v1/letters/lt_1/sendings', () => refuse('letter_not_open', 409));
  seeing({ status: 'declined', reason: 'We share no data.' });
  await button(/Send it again/).click();
  await expect.element(heading(/The signer declined\./)).toBeVisible();
  await expect.element(page.getByText('“We share no data.”')).toBeVisible();
});

test('a letter is taken back, and another one can be asked for with what was typed', async () => {
  come();
  await ask();
  bff.once('POST /v1/letters/lt_1/cancellation', () => answer(letter({ status: 'cancelled' })));
  await button(/Take it back/).click();
  await expect.element(heading(/The letter was taken back\./)).toBeVisible();
  await button(/Ask for another letter/).click();
  await expect.element(field(/Who may sign/)).toHaveValue('Dana Example');
});

test('a letter that is not there any more gives the form back', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:letter', 'lt_1');
  bff.once('GET /v1/letters/lt_1', () => refuse('not_found', 404));
  come();
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/I don’t know my usage/).click();
  await expect.element(page.getByText('This letter is not there any more.')).toBeVisible();
  await expect.element(button(/Send the letter/)).toBeVisible();
});

test.each([
  [280, 'light'],
  [1200, 'dark'],
] as const)('at %i pixels, %s, the form and every status fit and have no fault', async (width, scheme) => {
  document.documentElement.style.colorScheme = scheme;
  try {
    come({ width });
    await openPanel();
    await button(/Send the letter/).click();
    const fits = async (what: string) => {
      const card = stage.all('.shopper')[0]?.getBoundingClientRect();
      for (const element of stage.all('.letter, .letter *'))
        expect(element.getBoundingClientRect().right, `${what}: ${element.outerHTML}`).toBeLessThanOrEqual(
          (card?.right ?? 0) + 0.5,
        );
      expect(await axeFaults(stage.host), what).toEqual([]);
    };
    const fitsInBoth = async (what: string) => {
      await fits(what);
      await turnsSpanish(stage);
      await fits(`${what}, in Spanish`);
      stage.widget.update({ locale: 'en' });
      await expect.element(button(/Show rates/)).toBeVisible();
    };
    await fitsInBoth('faults');
    await fillIn();
    for (const status of letterStatus.options) {
      bff.once('POST /v1/letters', () => answer(letter({ status }), 201));
      await button(/Send the letter/).click();
      await vi.waitFor(() => expect(stage.all('.letter h3')).toHaveLength(1));
      await fitsInBoth(status);
      stage.leave();
      sessionStorage.clear();
      bff.once('POST /v1/sessions', () =>
        answer({ ...session(), site: { ...session().site, usageAuthorization: true } }, 201),
      );
      come({ width });
      await openPanel();
      await fillIn();
    }
  } finally {
    document.documentElement.style.colorScheme = '';
  }
});
