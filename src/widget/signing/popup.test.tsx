import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff, type FakeBff, refuse } from '../fake-bff.ts';
import { agree, alertSays, button, eventually, heading, reachReview, standInWindow } from '../walk.ts';
import { comeBackTo, onStage, openInWindow, type SigningStage, say, signsBy } from './signing-stage.ts';

let bff: FakeBff;
let stage: SigningStage | undefined;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage?.leave();
  vi.restoreAllMocks();
});

const urls = () => bff.count('POST /v1/contracts/c_1/signing-sessions');
const asked = () => bff.count('GET /v1/contracts/c_1');
const open = async () => {
  const made = await openInWindow(bff);
  stage = made.stage;
  return { ...made, stage: made.stage };
};

test.each([
  ['from another origin', { origin: 'https://evil.example' }],
  ['from the right origin, but another window', { source: {} }],
  ['about another contract', { contractId: 'c_2' }],
])('a message %s is not heard', async (_, forged) => {
  const { opened, stage: on } = await open();
  const before = asked();
  say({ source: opened, ...forged });
  // News that come after it are on show: so would be what it did.
  bff.move({ reference: 'L8TR-NEWS' });
  await on.sees(/L8TR-NEWS/);
  expect(on.words()).toContain('Finish signing in the other window');
  expect(asked()).toBe(before);
  // The same message as it should be is.
  say({ source: opened });
  await on.sees(/Checking your signature/);
});

test('signing_complete typed into the address moves nothing', async () => {
  history.replaceState(null, '', '?event=signing_complete');
  const signed = vi.fn();
  document.addEventListener('shopper:signed', signed);
  const on = comeBackTo(bff, { status: 'sent' });
  stage = on;
  await on.sees(/ready to sign/);
  bff.move({ reference: 'L8TR-NEWS' });
  await on.sees(/L8TR-NEWS/);
  expect(on.words()).toContain('ready to sign');
  expect(signed).not.toHaveBeenCalled();
  document.removeEventListener('shopper:signed', signed);
  history.replaceState(null, '', location.pathname);
});

test('coming back asks the server first, and says that it does, with the way to open it again', async () => {
  const { opened, stage: on } = await open();
  const before = asked();
  say({ source: opened });
  await on.sees(/Checking your signature.*did not sign yet\? Open it again/);
  await eventually(() => expect(asked()).toBeGreaterThan(before));
  expect(on.words()).not.toContain('We have no signature');
  expect(await axeFaults(on.host)).toEqual([]);
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(heading(/Signed\. We are handing it/)).toBeVisible();
});

test('a server that knows of the signature only by asking is believed', async () => {
  const { opened, stage: on } = await open();
  bff.learn({ status: 'submitted', signing: { you: 'signed', others: 0 } });
  say({ source: opened });
  await on.sees(/Signed\. The supplier has it/);
});

test('a window closed before signing gives the way to open it again: a fresh address on the same contract', async () => {
  const { opened, stage: on } = await open();
  opened.closed = true;
  dispatchEvent(new Event('focus'));
  await on.sees(/no signature from you yet, and the signing window seems to be closed/);
  expect(on.words()).not.toContain('Finish signing in the other window');
  expect(await axeFaults(on.host)).toEqual([]);
  opened.closed = false;
  await button(/Open signing again/).click();
  await on.sees(/Finish signing in the other window/);
  expect([urls(), bff.count('POST /v1/contracts')]).toEqual([2, 1]);
});

test('a window closed after signing is noticed without a click, and the server’s word goes before it', async () => {
  const { opened } = await open();
  bff.learn({ status: 'submitted', signing: { you: 'signed', others: 0 } });
  opened.closed = true;
  await expect.element(heading(/Signed. The supplier has it/), { timeout: 10_000 }).toBeVisible();
});

test('a window that only looks closed, because its page cut itself off, may still end in a signature', async () => {
  const { opened, stage: on } = await open();
  opened.closed = true;
  dispatchEvent(new Event('focus'));
  await on.sees(/If you are still signing there, go on/);
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(heading(/Signed\. We are handing it/)).toBeVisible();
});

test('a blocked window says so and signs in this tab instead', async () => {
  const on = onStage(bff);
  stage = on;
  vi.spyOn(window, 'open').mockReturnValue(null);
  await reachReview();
  await agree();
  await alertSays(/blocked the signing window/);
  expect(on.words()).not.toContain('own window');
  expect(urls()).toBe(0);
  // Going there would take this test's own tab along.
  bff.once('POST /v1/contracts/c_1/signing-sessions', () => refuse('upstream_unavailable', 503));
  await button(/Sign in this tab/).click();
  await alertSays(/Signing cannot be opened just now.*\(214\) 555-0142/);
  expect(bff.seen.at(-1)?.body).toMatchObject({ presentation: 'redirect', returnTo: expect.stringContaining('http') });
});

test('a window that is blocked when signing is opened again says so too', async () => {
  vi.spyOn(window, 'open').mockReturnValue(null);
  stage = comeBackTo(bff, {});
  // Should it be asked for after all, this test's own tab must not go there.
  bff.once('POST /v1/contracts/c_1/signing-sessions', () => refuse('upstream_unavailable', 503));
  await button(/Open signing/).click();
  await alertSays(/blocked the signing window/);
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(urls()).toBe(0);
});

test('a double click makes one contract and one address', async () => {
  stage = onStage(bff);
  standInWindow();
  await reachReview();
  stage.all('[name=consent]')[0]?.click();
  const submit = stage.all('button.primary')[0];
  submit?.click();
  submit?.click();
  await stage.sees(/Finish signing in the other window/);
  expect([bff.count('POST /v1/contracts'), urls()]).toEqual([1, 1]);
  const again = () => stage?.all('button').find(({ textContent }) => textContent === 'Open signing again');
  again()?.click();
  again()?.click();
  await eventually(() => expect(urls()).toBe(2));
  await stage.sees(/Open signing again/);
  expect(urls()).toBe(2);
  expect(window.open).toHaveBeenCalledTimes(2);
});

test('an address that is no place to sign at is not opened', async () => {
  const opened = standInWindow();
  const on = comeBackTo(bff, {});
  stage = on;
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  bff.once('POST /v1/contracts/c_1/signing-sessions', () =>
    Response.json({ url: 'javascript:alert(1)', presentation: 'popup', expiresAt }, { status: 201 }),
  );
  await button(/Open signing/).click();
  await alertSays(/Something went wrong on our side/);
  expect(opened.location.href).toBe('');
  expect(opened.close).toHaveBeenCalled();
});

test('two tabs: one signs, and the other one says so', async () => {
  const { opened, stage: on } = await open();
  const other = onStage(bff);
  await other.sees(/Checking your signature|ready to sign/);
  await eventually(() => expect(bff.count('GET /v1/contracts/c_1/events')).toBe(2));
  say({ source: opened });
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await Promise.all([on, other].map((one) => one.sees(/Signed\. We are handing it/)));
  other.widget.destroy();
  other.host.remove();
});

test.each([
  ['voided', 'withdrawn before it was signed'],
  ['expired', 'Time ran out before it was signed'],
] as const)(
  'a contract that is %s while its window is open says so, and no page changes that',
  async (status, says) => {
    const { opened, stage: on } = await open();
    bff.move({ status });
    await on.sees(says);
    say({ source: opened });
    opened.closed = true;
    dispatchEvent(new Event('focus'));
    // Drawn again, had any of it counted.
    await new Promise(requestAnimationFrame);
    expect(on.words()).not.toContain('Checking your signature');
    expect(await axeFaults(on.host)).toEqual([]);
    // A new quote, never quietly another document.
    expect(button(/Open signing/).elements()).toHaveLength(0);
    await button(/See today’s rates/).click();
    await expect.element(heading(/9,432/)).toBeVisible();
    expect(bff.count('POST /v1/contracts')).toBe(1);
  },
);

test('the first of two signers is done, and is not asked to sign again', async () => {
  const { opened, stage: on } = await open();
  bff.learn({ status: 'viewed', signing: { you: 'signed', others: 1 } });
  say({ source: opened });
  await on.sees(/You have signed\. Others still have to\..*One more person has to sign/);
  expect(button(/signing/).elements()).toHaveLength(0);
  expect(await axeFaults(on.host)).toEqual([]);
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await on.sees(/Signed\. We are handing it/);
});

test('nothing to sign any more: the server is asked why, instead of blaming anyone', async () => {
  standInWindow();
  const on = comeBackTo(bff, {});
  stage = on;
  await on.sees(/ready to sign/);
  bff.once('POST /v1/contracts/c_1/signing-sessions', () => {
    bff.learn({ status: 'signed', signing: { you: 'signed', others: 0 } });
    return refuse('signing_not_possible', 409);
  });
  await button(/Open signing/).click();
  await on.sees(/Signed\. We are handing it/);
});

test('signing that cannot be opened is called by its name, with the telephone', async () => {
  signsBy(bff, { presentations: ['popup'] });
  stage = comeBackTo(bff, {});
  bff.once('POST /v1/contracts/c_1/signing-sessions', () => refuse('upstream_unavailable', 503));
  standInWindow();
  await button(/Open signing/).click();
  await alertSays(/Signing cannot be opened just now.*\(214\) 555-0142/);
});
