import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  expectAlert,
  goToReview,
  heading,
  mockWindowOpen,
  waitFor,
} from '../../../test/support/flow.ts';
import {
  createSigningHarness,
  mockSigningOptions,
  openSigningWindow,
  postReturnMessage,
  restoreContract,
  type SigningHarness,
} from '../../../test/support/signing-harness.ts';

let bff: FakeBff;
let stage: SigningHarness | undefined;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage?.unmount();
  vi.restoreAllMocks();
});

const urls = () => bff.requestCount('POST /v1/contracts/c_1/signing-sessions');
const pollCount = () => bff.requestCount('GET /v1/contracts/c_1');
const openPopup = async () => {
  const createdContracts = await openSigningWindow(bff);
  stage = createdContracts.stage;
  return { ...createdContracts, stage: createdContracts.stage };
};

test.each([
  ['from another origin', { origin: 'https://evil.example' }],
  ['from the right origin, but another window', { source: {} }],
  ['about another contract', { contractId: 'c_2' }],
])('a message %s is not heard', async (_, forged) => {
  const { opened, stage: popupHarness } = await openPopup();
  const before = pollCount();
  postReturnMessage({ source: opened, ...forged });
  // News that come after it are on show: so would be what it did.
  bff.pushUpdate({ reference: 'L8TR-NEWS' });
  await popupHarness.waitForText(/L8TR-NEWS/);
  expect(popupHarness.text()).toContain('Finish signing in the other window');
  expect(pollCount()).toBe(before);
  // The same message as it should be is.
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/Checking your signature/);
});

test('signing_complete typed into the address moves nothing', async () => {
  history.replaceState(null, '', '?event=signing_complete');
  const signed = vi.fn();
  document.addEventListener('shopper:signed', signed);
  const popupHarness = restoreContract(bff, { status: 'sent' });
  stage = popupHarness;
  await popupHarness.waitForText(/ready to sign/);
  bff.pushUpdate({ reference: 'L8TR-NEWS' });
  await popupHarness.waitForText(/L8TR-NEWS/);
  expect(popupHarness.text()).toContain('ready to sign');
  expect(signed).not.toHaveBeenCalled();
  document.removeEventListener('shopper:signed', signed);
  history.replaceState(null, '', location.pathname);
});

test('coming back asks the server first, and says that it does, with the way to open it again', async () => {
  const { opened, stage: popupHarness } = await openPopup();
  const before = pollCount();
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/Checking your signature.*did not sign yet\? Open it again/);
  await waitFor(() => expect(pollCount()).toBeGreaterThan(before));
  expect(popupHarness.text()).not.toContain('We have no signature');
  expect(await a11yViolations(popupHarness.host)).toEqual([]);
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(heading(/Signed\. We are handing it/)).toBeVisible();
});

test('a server that knows of the signature only by asking is believed', async () => {
  const { opened, stage: popupHarness } = await openPopup();
  bff.setSilently({ status: 'submitted', signing: { you: 'signed', others: 0 } });
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/Signed\. The supplier has it/);
});

test('a window closed before signing gives the way to open it again: a fresh address on the same contract', async () => {
  const { opened, stage: popupHarness } = await openPopup();
  opened.closed = true;
  dispatchEvent(new Event('focus'));
  await popupHarness.waitForText(/no signature from you yet, and the signing window seems to be closed/);
  expect(popupHarness.text()).not.toContain('Finish signing in the other window');
  expect(await a11yViolations(popupHarness.host)).toEqual([]);
  opened.closed = false;
  await button(/Open signing again/).click();
  await popupHarness.waitForText(/Finish signing in the other window/);
  expect([urls(), bff.requestCount('POST /v1/contracts')]).toEqual([2, 1]);
});

test('a window closed after signing is noticed without a click, and the server’s word goes before it', async () => {
  const { opened } = await openPopup();
  bff.setSilently({ status: 'submitted', signing: { you: 'signed', others: 0 } });
  opened.closed = true;
  await expect.element(heading(/Signed. The supplier has it/), { timeout: 10_000 }).toBeVisible();
});

test('a window that only looks closed, because its page cut itself off, may still end in a signature', async () => {
  const { opened, stage: popupHarness } = await openPopup();
  opened.closed = true;
  dispatchEvent(new Event('focus'));
  await popupHarness.waitForText(/If you are still signing there, go on/);
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(heading(/Signed\. We are handing it/)).toBeVisible();
});

test('a blocked window says so and signs in this tab instead', async () => {
  const popupHarness = createSigningHarness(bff);
  stage = popupHarness;
  vi.spyOn(window, 'open').mockReturnValue(null);
  await goToReview();
  await agree();
  await expectAlert(/blocked the signing window/);
  expect(popupHarness.text()).not.toContain('own window');
  expect(urls()).toBe(0);
  // Going there would take this test's own tab along.
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => problemResponse('upstream_unavailable', 503));
  await button(/Sign in this tab/).click();
  await expectAlert(/Signing cannot be opened just now.*\(214\) 555-0142/);
  expect(bff.requests.at(-1)?.body).toMatchObject({
    presentation: 'redirect',
    returnTo: expect.stringContaining('http'),
  });
});

test('a window that is blocked when signing is opened again says so too', async () => {
  vi.spyOn(window, 'open').mockReturnValue(null);
  stage = restoreContract(bff, {});
  // Should it be asked for after all, this test's own tab must not go there.
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => problemResponse('upstream_unavailable', 503));
  await button(/Open signing/).click();
  await expectAlert(/blocked the signing window/);
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(urls()).toBe(0);
});

test('a double click makes one contract and one address', async () => {
  stage = createSigningHarness(bff);
  mockWindowOpen();
  await goToReview();
  stage.queryAll('[name=consent]')[0]?.click();
  const submit = stage.queryAll('button.button-primary')[0];
  submit?.click();
  submit?.click();
  await stage.waitForText(/Finish signing in the other window/);
  expect([bff.requestCount('POST /v1/contracts'), urls()]).toEqual([1, 1]);
  const again = () => stage?.queryAll('button').find(({ textContent }) => textContent === 'Open signing again');
  again()?.click();
  again()?.click();
  await waitFor(() => expect(urls()).toBe(2));
  await stage.waitForText(/Open signing again/);
  expect(urls()).toBe(2);
  expect(window.open).toHaveBeenCalledTimes(2);
});

test('an address that is no place to sign at is not opened', async () => {
  const opened = mockWindowOpen();
  const popupHarness = restoreContract(bff, {});
  stage = popupHarness;
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () =>
    Response.json({ url: 'javascript:alert(1)', presentation: 'popup', expiresAt }, { status: 201 }),
  );
  await button(/Open signing/).click();
  await expectAlert(/Something went wrong on our side/);
  expect(opened.location.href).toBe('');
  expect(opened.close).toHaveBeenCalled();
});

test('two tabs: one signs, and the other one says so', async () => {
  const { opened, stage: popupHarness } = await openPopup();
  const secondWindow = createSigningHarness(bff);
  await secondWindow.waitForText(/Checking your signature|ready to sign/);
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(2));
  postReturnMessage({ source: opened });
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await Promise.all(
    [popupHarness, secondWindow].map((firstWindow) => firstWindow.waitForText(/Signed\. We are handing it/)),
  );
  secondWindow.handle.destroy();
  secondWindow.host.remove();
});

test.each([
  ['voided', 'withdrawn before it was signed'],
  ['expired', 'Time ran out before it was signed'],
] as const)(
  'a contract that is %s while its window is open says so, and no page changes that',
  async (status, expectText) => {
    const { opened, stage: popupHarness } = await openPopup();
    bff.pushUpdate({ status });
    await popupHarness.waitForText(expectText);
    postReturnMessage({ source: opened });
    opened.closed = true;
    dispatchEvent(new Event('focus'));
    // Drawn again, had any of it counted.
    await new Promise(requestAnimationFrame);
    expect(popupHarness.text()).not.toContain('Checking your signature');
    expect(await a11yViolations(popupHarness.host)).toEqual([]);
    // A new quote, never quietly another document.
    expect(button(/Open signing/).elements()).toHaveLength(0);
    await button(/See today’s rates/).click();
    await expect.element(heading(/9,432/)).toBeVisible();
    expect(bff.requestCount('POST /v1/contracts')).toBe(1);
  },
);

test('the first of two signers is done, and is not asked to sign again', async () => {
  const { opened, stage: popupHarness } = await openPopup();
  bff.setSilently({ status: 'viewed', signing: { you: 'signed', others: 1 } });
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/You have signed\. Others still have to\..*One more person has to sign/);
  expect(button(/signing/).elements()).toHaveLength(0);
  expect(await a11yViolations(popupHarness.host)).toEqual([]);
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await popupHarness.waitForText(/Signed\. We are handing it/);
});

test('nothing to sign any more: the server is asked why, instead of blaming anyone', async () => {
  mockWindowOpen();
  const popupHarness = restoreContract(bff, {});
  stage = popupHarness;
  await popupHarness.waitForText(/ready to sign/);
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => {
    bff.setSilently({ status: 'signed', signing: { you: 'signed', others: 0 } });
    return problemResponse('signing_not_possible', 409);
  });
  await button(/Open signing/).click();
  await popupHarness.waitForText(/Signed\. We are handing it/);
});

test('signing that cannot be opened is called by its name, with the telephone', async () => {
  mockSigningOptions(bff, { presentations: ['popup'] });
  stage = restoreContract(bff, {});
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => problemResponse('upstream_unavailable', 503));
  mockWindowOpen();
  await button(/Open signing/).click();
  await expectAlert(/Signing cannot be opened just now.*\(214\) 555-0142/);
});
