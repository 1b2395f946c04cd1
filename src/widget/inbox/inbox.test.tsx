import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Locator, page, userEvent } from 'vitest/browser';
import type { Contract } from '../../wire/contract.ts';
import type { LetterStatus, SigningLetter } from '../../wire/letter.ts';
import { axeFaults } from '../axe-faults.ts';
import { answer, contract, createFakeBff, type FakeBff, inAnInbox, refuse } from '../fake-bff.ts';
import { enter } from '../rates/stage.ts';
import { onStage, type SigningStage, signsBy } from '../signing/signing-stage.ts';
import { button, eventually, field, heading, reachReview } from '../walk.ts';

let bff: FakeBff;
let stage: SigningStage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.leave();
  vi.restoreAllMocks();
});

const sendings = 'POST /v1/contracts/c_1/letter/sendings';
const cancellation = 'POST /v1/contracts/c_1/letter/cancellation';
const bodies = (route: string) =>
  bff.seen.filter(({ method, path }) => `${method} ${path}` === route).map(({ body }) => body);
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

const hasFocus = (locator: Locator) =>
  eventually(() => expect(stage.host.shadowRoot?.activeElement).toBe(locator.element()));

/** A tab that was reloaded while its contract lies in an inbox. */
function comeBack(letter: Partial<SigningLetter> = {}, over: Partial<Contract> = {}, width = 800) {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.move({ signing: inAnInbox(letter), ...over });
  stage = onStage(bff, enter(bff, { width }));
}
const come = () => {
  signsBy(bff, { method: 'email', presentations: ['popup', 'redirect'] });
  bff.learn({ signing: inAnInbox({ status: 'preparing', againFrom: undefined }) });
  stage = onStage(bff);
};
/** The server's word on the contract, to what was asked next. */
const says = (route: string, letter: Partial<SigningLetter>, over: Partial<Contract> = {}) =>
  bff.once(route, () => {
    bff.learn({ signing: inAnInbox(letter), ...over });
    return answer(contract({ signing: inAnInbox(letter), seq: 90, ...over }), 201);
  });

test('the review says that the contract comes by e-mail, and opens no window for it', async () => {
  const open = vi.spyOn(window, 'open');
  come();
  await reachReview();
  await stage.sees(/until you sign the contract that comes to your inbox/);
  await page.getByRole('checkbox').click();
  await button(/E-mail the contract to dana@example.com/).click();
  await expect.element(heading(/on its way to your inbox/)).toBeVisible();
  expect(open).not.toHaveBeenCalled();
  expect(bff.count('POST /v1/contracts/c_1/signing-sessions')).toBe(0);
  bff.move({ signing: inAnInbox() });
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  await stage.sees(/We e-mailed the contract to d…@example.com/);
  expect(await axeFaults(stage.host)).toEqual([]);
});

test('a contract that turns out to be mailed closes the window that was opened to sign it', async () => {
  const opened = { closed: false, document: { title: '', body: { textContent: '' } }, close: vi.fn() };
  vi.spyOn(window, 'open').mockImplementation(() => opened as unknown as Window);
  bff.learn({ signing: inAnInbox() });
  stage = onStage(bff);
  await reachReview();
  await page.getByRole('checkbox').click();
  await button(/Create contract and sign/).click();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  expect(opened.close).toHaveBeenCalledOnce();
});

test('it survives a reload, and what happens in the inbox shows by itself', async () => {
  comeBack();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  stage = stage.reload();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  bff.move({ status: 'viewed', signing: inAnInbox({ status: 'viewed' }) });
  await expect.element(heading(/The contract is open/)).toBeVisible();
  bff.move({ status: 'viewed', signing: { ...inAnInbox({ status: 'signed', canCancel: false }), you: 'signed' } });
  await expect.element(heading(/Signed. We are handing it to the supplier/)).toBeVisible();
  await expect.element(button(/Send it again/)).not.toBeInTheDocument();
  bff.move({ status: 'accepted', signing: { ...inAnInbox({ status: 'signed' }), you: 'signed' } });
  await expect.element(heading(/The supplier accepted/)).toBeVisible();
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/example.com/);
});

test('nobody is told what happens in an inbox: while it is looked at, the server is asked', async () => {
  comeBack();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  bff.learn({ status: 'viewed', signing: inAnInbox({ status: 'viewed' }) });
  await expect.element(heading(/The contract is open/)).toBeVisible();
});

test('it can be sent again, once however often it is clicked', async () => {
  comeBack();
  let tell = () => {};
  bff.once(sendings, async () => {
    await new Promise<void>((resolve) => {
      tell = resolve;
    });
    return answer(contract({ signing: inAnInbox({ status: 'preparing', againFrom: undefined }), seq: 90 }), 201);
  });
  await button(/Send it again/).click();
  const sending = button(/Sending/).element();
  if (sending instanceof HTMLElement) sending.click();
  await eventually(() => expect(bff.count(sendings)).toBe(1));
  tell();
  await expect.element(heading(/on its way to your inbox/)).toBeVisible();
  expect(bodies(sendings)).toEqual([{}]);
});

test('what went out a moment ago is not sent again before mail had its time', async () => {
  comeBack({ againFrom: new Date(Date.now() + 2_000).toISOString() });
  await expect.element(button(/Send it again/)).toHaveAttribute('aria-disabled', 'true');
  await expect.element(button(/Send it again/)).toHaveAccessibleDescription(/half a minute/);
  await expect.element(button(/Send it again/)).toHaveAttribute('aria-disabled', 'false');
  await button(/Send it again/).click();
  await eventually(() => expect(bff.count(sendings)).toBe(1));
});

test('another address is checked where it is typed, kept when it does not get through, and gone once it has', async () => {
  comeBack({ status: 'bounced' });
  await expect.element(heading(/did not arrive/)).toBeVisible();
  await stage.sees(/Correct the address and it goes out again/);
  await button(/Use another address/).click();
  await hasFocus(field(/Send it to/));
  await button(/Send it there/).click();
  await expect.element(field(/Send it to/)).toHaveAccessibleDescription(/dana@example.com/);
  await field(/Send it to/).fill('office');
  await button(/Send it there/).click();
  await hasFocus(field(/Send it to/));
  expect(bff.count(sendings)).toBe(0);
  expect(await axeFaults(stage.host)).toEqual([]);

  await field(/Send it to/).fill(' office@example.com ');
  bff.once(sendings, () => refuse('upstream_unavailable', 503));
  await button(/Send it there/).click();
  await stage.sees(/did not get through/);
  await expect.element(field(/Send it to/)).toHaveValue(' office@example.com ');

  says(sendings, { to: 'o…@example.com' });
  await button(/Send it there/).click();
  await stage.sees(/We e-mailed the contract to o…@example.com/);
  expect(bodies(sendings).at(-1)).toEqual({ email: 'office@example.com' });
  await expect.element(field(/Send it to/)).not.toBeInTheDocument();
  await hasFocus(page.getByRole('region', { name: 'Signing by e-mail' }));
});

test('an address that the server does not take is said at its field', async () => {
  comeBack();
  await button(/Use another address/).click();
  await field(/Send it to/).fill('office@example.com');
  bff.once(sendings, () => refuse('invalid_request', 422));
  await button(/Send it there/).click();
  await expect.element(field(/Send it to/)).toHaveAccessibleDescription(/dana@example.com/);
});

test('what is typed is still there after another look at how it stands', async () => {
  comeBack();
  await button(/Use another address/).click();
  await field(/Send it to/).fill('office@');
  bff.move({ status: 'viewed', signing: inAnInbox({ status: 'viewed' }) });
  await expect.element(heading(/The contract is open/)).toBeVisible();
  await expect.element(field(/Send it to/)).toHaveValue('office@');
  await button(/Keep the address/).click();
  await button(/Use another address/).click();
  await expect.element(field(/Send it to/)).toHaveValue('office@');
});

test('a contract is cancelled after a second question, with the keyboard alone', async () => {
  comeBack();
  const cancel = button(/Cancel the contract/);
  await expect.element(cancel).toBeVisible();
  const element = cancel.element();
  if (element instanceof HTMLElement) element.focus();
  await userEvent.keyboard('{Enter}');
  await stage.sees(/taken out of the inbox, and nothing is bought/);
  await hasFocus(button(/Yes, cancel it/));
  await userEvent.keyboard('{Tab}{Enter}');
  await expect.element(cancel).toBeVisible();
  expect(bff.count(cancellation)).toBe(0);
  await cancel.click();
  says(cancellation, { status: 'cancelled', canCancel: false, againFrom: undefined }, { status: 'voided' });
  await userEvent.keyboard('{Enter}');
  await expect.element(heading(/withdrawn before it was signed/)).toBeVisible();
  expect(bff.count(cancellation)).toBe(1);
});

const problems: readonly [string, () => Response, RegExp][] = [
  ['too soon', () => refuse('rate_limited', 429, { retryAfter: 12 }), /Wait half a minute/],
  ['too often', () => refuse('rate_limited', 429, { retryAfter: 86_400 }), /sent often enough. Call us/],
  ['at its end', () => refuse('letter_not_open', 409), /cannot be changed any more/],
  ['going out', () => refuse('request_in_progress', 409, { retryAfter: 3 }), /going out just now/],
  ['unreachable', () => refuse('upstream_unavailable', 503), /stands as before/],
];
test.each(problems)('a letter that is %s says so', async (_, refusal, words) => {
  comeBack();
  bff.once(sendings, refusal);
  await button(/Send it again/).click();
  await stage.sees(words);
  expect(await axeFaults(stage.host)).toEqual([]);
});

test('who has sent it often enough is told whom to call, and can still cancel', async () => {
  comeBack({ sendingsLeft: 0, againFrom: undefined });
  await stage.sees(/sent often enough. Call us, and we find another way. .*\(214\) 555-0142/);
  await expect.element(button(/Send it again/)).not.toBeInTheDocument();
  await expect.element(button(/Cancel the contract/)).toBeVisible();
});

test.each([
  [{ status: 'declined' }, 'declined', /You declined to sign. Nothing was bought/],
  [{ status: 'voided' }, 'expired', /Time ran out before it was signed. Nothing was bought/],
  [{ status: 'voided' }, 'failed', /could not be e-mailed. Nothing was bought/],
  [{ status: 'voided' }, 'signed', /signature came too late. Nothing was bought/],
  [{ status: 'expired' }, 'signed', /signature came too late. Nothing was bought/],
] as const)('a contract that is %o, its letter %s, says what became of it', async ({ status }, letter, words) => {
  const gone = { canCancel: false, againFrom: undefined };
  const you = letter === 'signed' ? 'signed' : letter === 'declined' ? 'declined' : 'waiting';
  comeBack({ status: letter, ...gone }, { status, signing: { ...inAnInbox({ status: letter, ...gone }), you } });
  await expect.element(heading(words)).toBeVisible();
  await expect.element(button(/Send it again/)).not.toBeInTheDocument();
});

const open: readonly LetterStatus[] = ['preparing', 'sent', 'viewed', 'expired', 'bounced', 'cancelled', 'failed'];
test.each([280, 390, 1200])('at %i pixels every state fits, with its form and its question', async (width) => {
  comeBack({ signBy: soon() }, {}, width);
  const fits = async () => {
    const right = stage.all('.shopper')[0]?.getBoundingClientRect().right ?? 0;
    const out = stage
      .all('.shopper *')
      .filter((element) => !element.closest('.hidden') && element.getBoundingClientRect().right > right + 0.5);
    expect(out.map(({ outerHTML }) => outerHTML.slice(0, 120))).toEqual([]);
    expect(await axeFaults(stage.host)).toEqual([]);
  };
  for (const status of open) {
    bff.move({ signing: inAnInbox({ status, to: `d…@${'long'.repeat(12)}.example` }) });
    await expect
      .poll(() => stage.words())
      .toContain(`d…@${'long'.repeat(12)}.example`.slice(0, status === 'cancelled' || status === 'failed' ? 0 : 60));
    await fits();
  }
  bff.move({ signing: inAnInbox() });
  await button(/Use another address/).click();
  await button(/Send it there/).click();
  await fits();
  await button(/Keep the address/).click();
  await button(/Cancel the contract/).click();
  await fits();
});
