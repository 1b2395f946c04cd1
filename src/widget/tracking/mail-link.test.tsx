import { afterEach, beforeEach, expect, test } from 'vitest';
import { axeFaults } from '../axe-faults.ts';
import { answer, createFakeBff, type FakeBff, refuse, session } from '../fake-bff.ts';
import { comeBackTo, type SigningStage } from '../signing/signing-stage.ts';
import { button, eventually, field } from '../walk.ts';

let bff: FakeBff;
let stage: SigningStage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => stage.leave());

const mailing = () => bff.once('POST /v1/sessions', () => answer(session({ mailsLinks: true }), 201));
const address = () => field(/have it mailed to/);
const send = () => button(/Email me the link/).click();
const sent = () => bff.seen.filter(({ path }) => path.endsWith('/resume-mails')).map(({ body }) => body);

test('where the owner mails links, the way back to a waiting contract can be mailed, and is in no address or storage', async () => {
  mailing();
  stage = comeBackTo(bff, {});
  await address().fill(' dana@findable.example ');
  await send();
  await stage.sees(/On its way/);
  const returnTo = `${location.origin}${location.pathname}${location.search}`;
  expect(sent()).toEqual([{ email: 'dana@findable.example', returnTo }]);
  expect(JSON.stringify([{ ...sessionStorage }, location.href])).not.toContain('findable');
  expect(await axeFaults(stage.host)).toEqual([]);
});

test('what is no address is said at the field, and nobody is asked', async () => {
  mailing();
  stage = comeBackTo(bff, {});
  await address().fill('dana');
  await send();
  await expect.element(address()).toHaveAccessibleDescription(/name@example.com/);
  expect(sent()).toEqual([]);
  expect(await axeFaults(stage.host)).toEqual([]);
  await address().fill('dana@findable.example');
  await send();
  await stage.sees(/On its way/);
});

test('a mail that is not sent says so, with the other way', async () => {
  mailing();
  bff.once('POST /v1/contracts/c_1/resume-mails', () => refuse('mail_not_sent', 503));
  stage = comeBackTo(bff, {});
  await address().fill('dana@findable.example');
  await send();
  await stage.sees(/No mail could be sent just now\. Make a link above/);
  await expect.element(button(/Make a link to come back/)).toBeVisible();
});

test('where the owner mails nothing, no mail is offered', async () => {
  stage = comeBackTo(bff, {});
  await expect.element(button(/Make a link to come back/)).toBeVisible();
  await eventually(() => expect(bff.count('POST /v1/sessions')).toBe(1));
  await expect.element(address()).not.toBeInTheDocument();
});
