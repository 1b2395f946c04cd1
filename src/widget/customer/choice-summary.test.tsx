import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Offer } from '../../wire/offer.ts';
import { answer, createFakeBff, offer } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { eventually, reachCustomer, tellDetails } from '../walk.ts';

let stage: Stage;
beforeEach(() => sessionStorage.clear());
afterEach(() => stage.leave());

/** One widget whose only offer is this one, at the customer step. */
async function choose(over: Partial<Offer>) {
  const bff = createFakeBff();
  bff.once('POST /v1/offers', () => answer({ asOf: new Date().toISOString(), offers: [offer(over)] }));
  stage = enter(bff);
  await reachCustomer();
}
const words = (selector: string) =>
  stage
    .all(selector)
    .map(({ textContent }) => textContent)
    .join(' ');

test.each([
  ['fixed_pass_through', '7.86 ¢/kWh plus what is passed through', 'a month, before what is passed through'],
  ['index', 'Follows the market', 'a month, if the market stays where it is'],
  ['block', 'Part fixed, part market', 'a month, if the market stays where it is'],
] as const)('an offer of kind %s keeps its warning beside the form and in the review', async (kind, said, proviso) => {
  await choose({ product: { name: 'Invented Plan', kind } });
  expect(words('aside')).toContain(said);
  expect(words('aside')).toContain(proviso);
  await tellDetails();
  expect(words('.review')).toContain(proviso.replace('a month', 'at the usage you stated'));
  expect(words('.review')).toMatch(
    { fixed_pass_through: /passed through: they/, index: /moves with the market/, block: /beyond it is at the market/ }[
      kind
    ],
  );
});

test('an all-in fixed offer has no warning', async () => {
  await choose({});
  expect(words('aside')).not.toMatch(/passed through|market/);
});

test('a monthly fee stands beside the form, and the review counts it in the total', async () => {
  await choose({ monthlyFee: { amount: '9.95', currency: 'USD' } });
  expect(words('aside')).toContain('$9.95, in the amount above');
  await tellDetails();
  expect(words('.review')).toContain('$9.95, is in the total above');
  expect(words('.review')).not.toContain('besides');
});

test('what leaving early costs and how far usage may stray is said before one signs', async () => {
  await choose({ swingPercent: 10 });
  await tellDetails();
  expect(words('.review')).toContain('Costs $15 for each month left.');
  expect(words('.review')).toContain('The price holds for up to 10% more or less than you stated.');
});

test('that delivery is billed as before is said once beside the form and once in the review', async () => {
  await choose({});
  const times = () => words('.shopper').split('your utility bills delivery').length - 1;
  await eventually(() => expect(times()).toBe(1));
  await tellDetails();
  expect(times()).toBe(1);
});
