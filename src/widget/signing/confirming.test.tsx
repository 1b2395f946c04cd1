import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff, type FakeBff } from '../fake-bff.ts';
import { button, eventually, field, heading, reachReview } from '../walk.ts';
import { comeBackTo, onStage, openInWindow, type SigningStage, say } from './signing-stage.ts';

let bff: FakeBff;
let stage: SigningStage | undefined;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  vi.useRealTimers();
  stage?.leave();
  vi.restoreAllMocks();
});
const asked = () => bff.count('GET /v1/contracts/c_1');
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

test('after three minutes without a signature it says what happens next, and gives the way back', async () => {
  const { opened, stage: on } = await openInWindow(bff);
  stage = on;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const before = asked();
  say({ source: opened });
  await minutes(2.9);
  expect(on.words()).toContain('Checking your signature');
  expect(on.words()).not.toContain('takes longer than usual');
  // At once, then less and less often.
  expect(asked() - before).toBeGreaterThan(5);
  expect(asked() - before).toBeLessThan(25);
  await minutes(0.2);
  const late = asked();
  await minutes(5);
  expect(asked()).toBe(late);
  vi.useRealTimers();
  await on.sees(/takes longer than usual.*DocuSign mails you a copy.*kept here under 7F3K-22QD/);
  await expect.element(button(/Make a link to come back/)).toBeVisible();
  expect(await axeFaults(on.host)).toEqual([]);
  // The signature still arrives by itself.
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await on.sees(/Signed\. We are handing it/);
});

test('back from the signing page in the same tab it asks first, instead of saying that nothing was signed', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:signing', 'c_1');
  const on = comeBackTo(bff, { status: 'viewed' });
  stage = on;
  await on.sees(/Checking your signature/);
  expect(on.words()).not.toContain('We have no signature');
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await on.sees(/Signed\. We are handing it/);
  expect(sessionStorage.getItem('shopper:pk_test_fake:signing')).toBeNull();
});

test.each([
  ['signed', 'signed', /Signed\. We are handing it/],
  ['declined', 'declined', /You declined to sign/],
  ['voided', 'waiting', /withdrawn before it was signed/],
  ['expired', 'waiting', /Time ran out before it was signed/],
  ['on_hold', 'signed', /needs something before it can go on/],
] as const)('a reload after it was %s lands there again', async (status, you, says) => {
  const on = comeBackTo(bff, { status, signing: { you, others: 0 } });
  await on.sees(says);
  stage = on.reload();
  await stage.sees(says);
  expect(stage.words()).not.toContain('Open signing');
});

test('a reload after the first of two signatures lands on waiting for the other', async () => {
  const on = comeBackTo(bff, { status: 'viewed', signing: { you: 'signed', others: 2 } });
  stage = on.reload();
  await stage.sees(/2 more people have to sign/);
});

test('a reload while a window is open, and again while it is asked, asks', async () => {
  const { stage: on } = await openInWindow(bff);
  const once = on.reload();
  await once.sees(/Checking your signature/);
  stage = once.reload();
  await stage.sees(/Checking your signature/);
});

test('a reload before signing was opened lands on the way to open it', async () => {
  const on = comeBackTo(bff, {});
  await on.sees(/ready to sign/);
  stage = on.reload();
  await expect.element(button(/Open signing/)).toBeVisible();
});

test('a reload of the review keeps the place and the usage, and nothing personal', async () => {
  const on = onStage(bff);
  await reachReview();
  stage = on.reload();
  await expect.element(field(/ZIP code/)).toHaveValue('75201');
  await expect.element(heading(/9,432/)).toBeVisible();
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Bakery|Dana|10443720/);
  await eventually(() => expect(stage?.words()).not.toContain('Read this before you sign'));
});
