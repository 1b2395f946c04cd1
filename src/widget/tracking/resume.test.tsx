import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff, type FakeBff, refuse, resumeSecret } from '../fake-bff.ts';
import { comeBackTo, onStage, type SigningStage } from '../signing/signing-stage.ts';
import { button, eventually, field, heading } from '../walk.ts';

let bff: FakeBff;
let stage: SigningStage;
const before = location.href;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.leave();
  history.replaceState(null, '', before);
  vi.restoreAllMocks();
});
const follow = (secret = resumeSecret) => {
  history.replaceState({ page: 7 }, '', `#shopper-resume=${secret}`);
  return onStage(bff);
};
const sessions = () => bff.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/sessions');

test('a resume link opens its contract, and its secret is out of the address at once', async () => {
  stage = follow();
  expect(location.href).toBe(before.replace(/#.*/, ''));
  expect(history.state).toEqual({ page: 7 });
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(sessions().map(({ body }) => body)).toEqual([expect.objectContaining({ resume: resumeSecret })]);
  expect(sessions()[0]?.headers.get('authorization')).toBeNull();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(resumeSecret);
  // A reload afterwards is an ordinary one.
  stage = stage.reload();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(sessions()).toHaveLength(1);
});

test('of two widgets on a page the first takes the link, and the other knows nothing of it', async () => {
  stage = follow();
  const other = onStage(bff);
  await expect.element(heading(/ready to sign/)).toBeVisible();
  await other.sees(/ZIP code/);
  other.widget.destroy();
  other.host.remove();
});

test.each([
  ['was used before', 'resume_link_spent', 410],
  ['is not even the shape of one', 'invalid_request', 422],
] as const)('a link that %s says so, with what to do, and the rates are one click away', async (_, code, status) => {
  bff.once('POST /v1/sessions', () => refuse(code, status));
  stage = follow();
  await stage.sees(/This link does not work any more\..*made the contract, and make a new link there\. Call us/);
  expect(await axeFaults(stage.host)).toEqual([]);
  expect(sessions().map(({ body }) => Reflect.has(Object(body), 'resume'))).toEqual([true, false]);
  await button(/See today’s rates/).click();
  await expect.element(button(/Show rates/)).toBeVisible();
});

test('a spent link in a tab that holds a contract of its own shows that one', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.once('POST /v1/sessions', () => refuse('resume_link_spent', 410));
  stage = follow();
  await expect.element(heading(/ready to sign/)).toBeVisible();
});

test('a link whose server could not be reached stays good for the next try', async () => {
  bff.once('POST /v1/sessions', () => Promise.reject(new TypeError('no route')));
  stage = follow();
  await button(/Try again/).click();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(sessions().map(({ body }) => Reflect.get(Object(body), 'resume'))).toEqual([resumeSecret, resumeSecret]);
});

test('the link is made when asked for, and can be copied and shared', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const share = vi.fn(async () => {});
  Object.assign(navigator, { share });
  stage = comeBackTo(bff, { status: 'submitted', signing: { you: 'signed', others: 0 } });
  await stage.sees(/Keep this link/);
  expect(bff.count('POST /v1/contracts/c_1/resume-links')).toBe(0);
  await button(/Make a link to come back/).click();
  const link = `${location.origin}${location.pathname}${location.search}#shopper-resume=${resumeSecret}`;
  await expect.element(field(/Your link/)).toHaveValue(link);
  await button(/Copy the link/).click();
  await stage.sees(/Copied\./);
  expect(copied).toHaveBeenCalledWith(link);
  await button(/Share/).click();
  expect(share).toHaveBeenCalledWith({ title: 'Contract 7F3K-22QD', url: link });
  expect(await axeFaults(stage.host)).toEqual([]);
  Reflect.deleteProperty(navigator, 'share');
});

test('where the browser does not let us copy, the link is marked for the hand', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  stage = comeBackTo(bff, {});
  await button(/Make a link to come back/).click();
  await button(/Copy the link/).click();
  await stage.sees(/copy it by hand/);
  await eventually(() => {
    const input = stage.all('input[readonly]')[0];
    expect(input instanceof HTMLInputElement && input.selectionEnd).toBeGreaterThan(40);
  });
});

test('a link that cannot be made says so', async () => {
  bff.once('POST /v1/contracts/c_1/resume-links', () => refuse('rate_limited', 429));
  stage = comeBackTo(bff, {});
  await button(/Make a link to come back/).click();
  await stage.sees(/No link could be made just now/);
  await expect.element(button(/Make a link to come back/)).toBeVisible();
});
