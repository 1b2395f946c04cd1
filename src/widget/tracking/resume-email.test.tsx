import { afterEach, beforeEach, expect, test } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, session } from '../../../test/support/fake-bff.ts';
import { button, field, waitFor } from '../../../test/support/flow.ts';
import { restoreContract, type SigningHarness } from '../../../test/support/signing-harness.ts';

let bff: FakeBff;
let harness: SigningHarness;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => harness.unmount());

const withEmailLinks = () =>
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks: true }), 201));
const address = () => field(/email it to/);
const send = () => button(/Email link/).click();
const sentBodies = () => bff.requests.filter(({ path }) => path.endsWith('/resume-mails')).map(({ body }) => body);

test('sends the resume link by email on a site that emails links, without storing the address', async () => {
  withEmailLinks();
  harness = restoreContract(bff, {});
  await address().fill(' dana@findable.example ');
  await send();
  await harness.waitForText(/Sent\. The link works one time/);
  const returnTo = `${location.origin}${location.pathname}${location.search}`;
  expect(sentBodies()).toEqual([{ email: 'dana@findable.example', returnTo }]);
  expect(JSON.stringify([{ ...sessionStorage }, location.href])).not.toContain('findable');
  expect(await a11yViolations(harness.host)).toEqual([]);
});

test('shows an error next to the field if the address for the resume link is invalid, and sends nothing', async () => {
  withEmailLinks();
  harness = restoreContract(bff, {});
  await address().fill('dana');
  await send();
  await expect.element(address()).toHaveAccessibleDescription(/name@company.com/);
  expect(harness.host.shadowRoot?.activeElement?.id).toBe('mail-link');
  expect(sentBodies()).toEqual([]);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await address().fill('dana@findable.example');
  await send();
  await harness.waitForText(/Sent\. The link works one time/);
});

test('sends the resume link to an address with a misspelled domain only on the second request', async () => {
  withEmailLinks();
  harness = restoreContract(bff, {});
  await address().fill('dana@bakery.con');
  await expect.element(address()).toHaveAccessibleDescription(/looks misspelled/);
  await send();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement).toBe(address().element()));
  expect(sentBodies()).toEqual([]);
  await send();
  await harness.waitForText(/Sent\. The link works one time/);
  expect(sentBodies()).toEqual([expect.objectContaining({ email: 'dana@bakery.con' })]);
});

test('emails the link to the signer on request, whose address the page does not know', async () => {
  withEmailLinks();
  harness = restoreContract(bff, { status: 'submitted', signing: { you: 'signed', others: 0 } });
  await expect.element(address()).toHaveValue('');
  bff.respondOnce('POST /v1/contract-link-requests', () => jsonResponse({}, 202));
  await button(/Email me the link/).click();
  await harness.waitForText(/We’re emailing a link to the contract’s authorized signer/);
});

test('reports that the resume link could not be emailed, and refers to the private link', async () => {
  withEmailLinks();
  bff.respondOnce('POST /v1/contracts/c_1/resume-mails', () => problemResponse('mail_not_sent', 503));
  harness = restoreContract(bff, {});
  await address().fill('dana@findable.example');
  await send();
  await harness.waitForText(/We couldn’t send the email\. Get a private link above/);
  await expect.element(button(/Get a private link/)).toBeVisible();
});

test('shows no email field for the resume link on a site that does not email links', async () => {
  harness = restoreContract(bff, {});
  await expect.element(button(/Get a private link/)).toBeVisible();
  await waitFor(() => expect(bff.requestCount('POST /v1/sessions')).toBe(1));
  await expect.element(address()).not.toBeInTheDocument();
});
