import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { answer, createFakeBff, type FakeBff, refuse, utility } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import {
  agree,
  button,
  eventually,
  field,
  heading,
  openSupply,
  reachCustomer,
  standInWindow,
  tellDetails,
} from '../walk.ts';

let bff: FakeBff;
let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  stage = enter(bff);
  standInWindow();
});
afterEach(() => stage.leave());

const sentContract = () => bff.seen.findLast(({ path }) => path === '/v1/contracts')?.body;
const focused = () => stage.host.shadowRoot?.activeElement?.id;
const goOn = () => button(/Review and sign/).click();

test('bills go to the first meter and the signer is the contact, unless said otherwise', async () => {
  await reachCustomer();
  await tellDetails();
  await expect.element(page.getByText('The first meter’s address')).toBeVisible();
  await agree();
  await eventually(() => expect(sentContract()).toBeDefined());
  expect(sentContract()).not.toHaveProperty('contact');
  expect(sentContract()).not.toHaveProperty('currentSupply');
  expect(sentContract()).not.toHaveProperty('customer.billingAddress');
  expect(sentContract()).not.toHaveProperty('customer.tradeName');
});

test('another address for bills, another contact, a trade name and today’s supplier go into the contract', async () => {
  await reachCustomer();
  await tellDetails();
  await button(/Back to your details/).click();
  await field(/Trade name/).fill('Crumbs & Co');
  await field(/Bills go to/).click();
  await field(/Billing address/).fill('PO Box 12');
  await field(/Billing city/).fill('Austin');
  await field(/Billing state/).fill('tx');
  await field(/Billing ZIP/).fill('78701');
  await field(/The signer is also/).click();
  await field(/Contact’s full name/).fill('Robin Sample');
  await field(/Contact’s email/).fill('robin@example.com');
  await field(/Contact’s phone/).fill('512 555 0177');
  await openSupply();
  await field(/Current supplier/).fill('Old Energy');
  await field(/That contract ends on/).fill('2026-12-31');
  await goOn();
  for (const words of ['Trading as Crumbs & Co', 'PO Box 12, Austin, TX 78701', 'Robin Sample, robin@example.com']) {
    await expect.element(page.getByText(words)).toBeVisible();
  }
  await expect.element(page.getByText('Old Energy, until December 31, 2026')).toBeVisible();
  await agree();
  await eventually(() => expect(sentContract()).toBeDefined());
  expect(sentContract()).toMatchObject({
    customer: {
      tradeName: 'Crumbs & Co',
      billingAddress: { street: 'PO Box 12', city: 'Austin', state: 'TX', postalCode: '78701' },
    },
    contact: { name: 'Robin Sample', email: 'robin@example.com', phone: '+15125550177' },
    currentSupply: { supplier: 'Old Energy', contractEnd: '2026-12-31' },
  });
});

test('what is missing in a part that was opened is marked there, and closing it again is an answer', async () => {
  await reachCustomer();
  await tellDetails();
  await button(/Back to your details/).click();
  await field(/Bills go to/).click();
  await field(/Billing state/).fill('Texas');
  await field(/The signer is also/).click();
  await goOn();
  await eventually(() => expect(focused()).toBe('/customer/billingAddress/street'));
  await expect.element(field(/Billing state/)).toHaveAccessibleDescription('A state has two letters, like TX.');
  await expect.element(field(/Contact’s email/)).toHaveAccessibleDescription('This is needed.');
  await field(/Bills go to/).click();
  await field(/The signer is also/).click();
  await goOn();
  await expect.element(heading(/Read this/)).toBeVisible();
});

test('a contract that runs on past the start is warned of at once, and does not stop anyone', async () => {
  await reachCustomer();
  await tellDetails();
  await button(/Back to your details/).click();
  await openSupply();
  await field(/That contract ends on/).fill('2027-01-31');
  await expect.element(field(/That contract ends on/)).toHaveAccessibleDescription(/you may pay two suppliers/);
  await field(/That contract ends on/).fill('2026-12-31');
  await expect.element(field(/That contract ends on/)).not.toHaveAccessibleDescription(/two suppliers/);
  await field(/That contract ends on/).fill('2027-01-31');
  await goOn();
  await expect.element(page.getByText(/Your contract now is not over/)).toBeVisible();
});

test('the day by which to sign is said', async () => {
  await reachCustomer();
  await expect.element(page.getByText('To begin in January 2027, sign by December 25, 2026.')).toBeVisible();
});

test.each([
  [
    'nameKey',
    'Name key',
    'Joe’s Diner',
    { code: 'EVCT', needs: ['nameKey' as const] },
    /four at most/,
    'Jo Di',
    'JODI',
  ],
  [
    'meterNumber',
    'Meter number',
    'N°12',
    { needs: ['meterNumber' as const] },
    /Letters and digits/,
    'm 12-3456',
    'M123456',
  ],
])('a utility that needs a %s is given it', async (need, label, bad, over, words, good, sent) => {
  bff.once('GET /v1/utilities', () => answer({ utilities: [utility({ ...over, code: 'ONCOR' })] }));
  await reachCustomer();
  await goOn();
  const own = page.getByRole('textbox', { name: label });
  await expect.element(own).toHaveAccessibleDescription('This is needed.');
  await own.fill(bad);
  await expect.element(own).toHaveAccessibleDescription(words);
  await own.fill(good);
  await tellDetails();
  await agree();
  await eventually(() => expect(sentContract()).toMatchObject({ accounts: [{ [need]: sent }] }));
});

test.each([
  ['/customer/billingAddress/city', 'too_long', /^Billing city/],
  ['/customer/tradeName', 'control_characters', /^Trade name/],
  ['/contact/phone', 'phone', /^Contact’s phone/],
  ['/currentSupply/contractEnd', 'day', /^That contract ends on/],
] as const)('a refusal of %s lands at its field', async (path, code, name) => {
  bff.once('POST /v1/contracts', () => refuse('invalid_request', 422, { errors: [{ path, code, detail: code }] }));
  await reachCustomer();
  await tellDetails();
  await button(/Back to your details/).click();
  await field(/Bills go to/).click();
  await field(/Billing address/).fill('1 Bill St');
  await field(/Billing city/).fill('Austin');
  await field(/Billing state/).fill('TX');
  await field(/Billing ZIP/).fill('78701');
  await field(/The signer is also/).click();
  await field(/Contact’s full name/).fill('Robin Sample');
  await field(/Contact’s email/).fill('robin@example.com');
  await field(/Contact’s phone/).fill('512 555 0177');
  await goOn();
  await agree();
  await expect.element(field(name)).toHaveAttribute('aria-invalid', 'true');
  await eventually(() => expect(focused()).toBe(path));
});
