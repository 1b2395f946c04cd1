import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { axeFaults } from '../axe-faults.ts';
import { answer, createFakeBff, type FakeBff, refuse } from '../fake-bff.ts';
import { comeBackTo, type SigningStage } from '../signing/signing-stage.ts';
import { button, eventually } from '../walk.ts';

let bff: FakeBff;
let stage: SigningStage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  vi.useRealTimers();
  stage.leave();
  vi.restoreAllMocks();
});
const viewer = (shown: boolean) => vi.spyOn(navigator, 'pdfViewerEnabled', 'get').mockReturnValue(shown);
const frame = () => stage.all('.document iframe')[0];

test('the contract is read in place before it is signed', async () => {
  viewer(true);
  stage = comeBackTo(bff, {});
  await button(/Read the contract/).click();
  await eventually(() =>
    expect(frame()?.getAttribute('src')).toBe(`${location.origin}/__document__#navpanes=0&view=FitH`),
  );
  expect(bff.seen.at(-1)?.body).toEqual({ as: 'inline' });
  await expect
    .element(page.getByRole('link', { name: /Open it in its own tab/ }))
    .toHaveAttribute('rel', 'noopener noreferrer');
  expect(await axeFaults(stage.host)).toEqual([]);
  await button(/Close the contract/).click();
  await eventually(() => expect(frame()).toBeUndefined());
});

test('where the browser shows no PDF there is no frame, but the file and the terms in words', async () => {
  viewer(false);
  stage = comeBackTo(bff, {});
  await button(/Read the contract/).click();
  await stage.sees(/This browser shows no PDF in a page/);
  expect(frame()).toBeUndefined();
  await expect.element(page.getByRole('link', { name: /Open it in its own tab/ })).toBeVisible();
  expect(await axeFaults(stage.host)).toEqual([]);
});

test('an address that is not the server’s own is not shown', async () => {
  viewer(true);
  const expiresAt = new Date(Date.now() + 300_000).toISOString();
  bff.once('POST /v1/contracts/c_1/document-links', () => answer({ url: 'https://evil.example/x', expiresAt }, 201));
  stage = comeBackTo(bff, {});
  await button(/Read the contract/).click();
  await stage.sees(/Something went wrong on our side/);
  expect(frame()).toBeUndefined();
});

test('a document that is not there yet says so, for reading and for keeping', async () => {
  viewer(true);
  stage = comeBackTo(bff, {});
  bff.once('POST /v1/contracts/c_1/document-links', () => refuse('document_not_ready', 409));
  await button(/Read the contract/).click();
  await stage.sees(/not ready yet/);
  bff.once('GET /v1/contracts/c_1/document', () => refuse('upstream_unavailable', 503));
  await button(/Download the contract/).click();
  await eventually(() => expect(stage.words()).not.toContain('not ready yet'));
});

test('an address that has run out is taken off the page', async () => {
  viewer(true);
  stage = comeBackTo(bff, {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await button(/Read the contract/).click();
  await eventually(() => expect(frame()).toBeDefined());
  await vi.advanceTimersByTimeAsync(3_600_000);
  vi.useRealTimers();
  await stage.sees(/Open it again to see more of it/);
  expect(frame()).toBeUndefined();
});

test('the signed copy is saved under the contract’s reference', async () => {
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  stage = comeBackTo(bff, { status: 'signed', signing: { you: 'signed', others: 0 } });
  await button(/Download the signed contract/).click();
  await eventually(() => expect(saved).toEqual(['contract-7F3K-22QD.pdf']));
});

test('the unsigned copy on show goes when the signature comes', async () => {
  viewer(true);
  stage = comeBackTo(bff, {});
  await button(/Read the contract/).click();
  await eventually(() => expect(frame()).toBeDefined());
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(button(/Read the signed contract/)).toBeVisible();
  expect(frame()).toBeUndefined();
});
