import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../test/support/axe.ts';
import { contract, createFakeBff, type FakeBff, jsonResponse, session } from '../../test/support/fake-bff.ts';
import { button, field, fillDetails, goToCustomer, heading } from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const notice = () => widget.queryAll('.shopper > .footnote').map(({ textContent }) => textContent);

test('every step shows the broker’s name, its license in the customer’s state, and its phone number as a link', async () => {
  const branding = {
    phone: '(214) 555-0142',
    legalName: 'Invented Advisors LLC',
    licenses: [
      { state: 'TX', license: 'Broker registration BR000000' },
      { state: 'IL', license: 'License 00-0000' },
    ],
  };
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ branding }), 201));
  widget = renderWidget(bff);
  const start =
    'español · Invented Advisors LLC is an independent energy broker, not a utility. (214) 555-0142 TX: Broker registration BR000000.';
  await expect.poll(notice).toEqual([`${start} IL: License 00-0000.`]);
  await goToCustomer();
  expect(notice()).toEqual([start]);
  await fillDetails();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  expect(notice()).toEqual([start]);
  await expect.element(page.getByRole('link', { name: '(214) 555-0142' })).toHaveAttribute('href', 'tel:2145550142');
});

test('the notice omits the broker’s legal name, license and phone number if the site has none', async () => {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ branding: {} }), 201));
  widget = renderWidget(bff);
  await expect.poll(notice).toEqual(['español · We’re an independent energy broker, not a utility. ']);
});

test('every step links to the broker’s privacy policy', async () => {
  const branding = { privacyUrl: 'https://broker.example/privacy' };
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ branding }), 201));
  widget = renderWidget(bff);
  const text = 'español · Privacy policy · We’re an independent energy broker, not a utility. ';
  const link = page.getByRole('link', { name: 'Privacy policy' });
  await expect.poll(notice).toEqual([text]);
  await goToCustomer();
  expect(notice()).toEqual([text]);
  await expect.element(link).toHaveAttribute('href', 'https://broker.example/privacy');
  await expect.element(link).toHaveAttribute('target', '_blank');
  await fillDetails();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  expect(notice()).toEqual([text]);
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test('the customer can switch the language on every step, and the choice survives a reload', async () => {
  widget = renderWidget(bff, { locale: 'en' });
  await goToCustomer();
  await field(/Service address/).fill('1200 Example Ave');
  await button(/^español$/).click();
  await expect.element(heading(/Cuentas de servicio/)).toBeVisible();
  await expect.element(field(/Dirección del servicio/)).toHaveValue('1200 Example Ave');
  widget.handle.destroy();
  widget.host.remove();
  widget = renderWidget(bff, { locale: 'en' });
  await button(/^English$/).click();
  await expect.element(button(/See rates/)).toBeVisible();
});

test('offers no language switch on a site with only one language', async () => {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ locales: ['en'] }), 201));
  widget = renderWidget(bff);
  await expect.poll(notice).toEqual([expect.stringContaining('We’re an independent energy broker')]);
  expect(widget.queryAll('.footnote button')).toEqual([]);
});

test('a customer who looks at other rates can go back to the contract', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contracts', 'c_0:1A2B-00ZZ c_1:7F3K-22QD');
  bff.pushUpdate({ status: 'accepted' });
  widget = renderWidget(bff);
  await goToCustomer();
  await button(/Back to contract no. 7F3K-22QD/).click();
  await expect.element(page.getByText(/7F3K-22QD/).first()).toBeVisible();
  await expect.poll(() => bff.requestCount('GET /v1/contracts/c_1')).toBeGreaterThan(0);
  expect(button(/Back to contract no./).elements()).toEqual([]);
});

test('the customer can go back to an unsigned contract after another contract was signed', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  sessionStorage.setItem('shopper:pk_test_fake:contracts', 'c_1:7F3K-22QD c_2:9B8A-11AA');
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  for (let count = 0; count < 5; count++)
    bff.respondOnce('GET /v1/contracts/c_2', () => jsonResponse(contract({ id: 'c_2', reference: '9B8A-11AA' })));
  bff.respondOnce('GET /v1/contracts/c_2/events', () => new Promise(() => {}));
  widget = renderWidget(bff);
  await button(/Shop rates for another location/).click();
  await button(/Back to contract no. 9B8A-11AA/).click();
  await expect.element(heading(/ready to sign/)).toBeVisible();
});
