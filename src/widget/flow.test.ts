import { expect, test } from 'vitest';
import { offer, utility } from './fake-bff.ts';
import { type Details, type Flow, next } from './flow.ts';

const choice = { offer: offer(), utility: utility(), postalCode: '75201' };
const details: Details = {
  customer: { legalName: 'Invented Bakery LLC', entityType: 'llc', taxId: '123456789' },
  signer: { name: 'Dana Example', title: 'Owner', email: 'dana@example.com', phone: '+12145550142' },
  accounts: [],
};
const signing: Flow = { step: 'signing', choice, details };

test('the way leads from rates over the customer to signing and tracking', () => {
  const chosen = next({ step: 'rates' }, { type: 'offer_chosen', choice });
  const given = next(chosen, { type: 'details_given', details });
  const made = next(given, { type: 'contract_made', contractId: 'c_1' });
  expect([chosen.step, given.step, made]).toEqual([
    'customer',
    'signing',
    { step: 'tracking', contractId: 'c_1', choice },
  ]);
});

test('back leads one step back until there is a contract', () => {
  expect(next(signing, { type: 'back' })).toEqual({ step: 'customer', choice });
  expect(next({ step: 'customer', choice }, { type: 'back' })).toEqual({ step: 'rates' });
  const tracking: Flow = { step: 'tracking', contractId: 'c_1' };
  expect(next(tracking, { type: 'back' })).toBe(tracking);
});

test('a rate that moved replaces the offer and keeps everything else', () => {
  const dearer = offer({ rate: { amount: '0.0801', unit: 'kWh' } });
  expect(next(signing, { type: 'rate_moved', offer: dearer })).toEqual({
    ...signing,
    choice: { ...choice, offer: dearer },
  });
});

test('another offer can be chosen from anywhere, a contract that ended included', () => {
  const others: Flow[] = [signing, { step: 'customer', choice }, { step: 'tracking', contractId: 'c_1' }];
  for (const flow of others) expect(next(flow, { type: 'choose_again' })).toEqual({ step: 'rates' });
});

const fields = [{ path: '/accounts/0/identifier', code: 'A76', detail: '' }];

test('a rejection that can be put right leads back to the details with the same choice', () => {
  const made: Flow = { step: 'tracking', contractId: 'c_1', choice };
  expect(next(made, { type: 'fix', fields })).toEqual({ step: 'customer', choice, refused: fields });
});

test('after a reload there is no choice left to send again', () => {
  const reloaded: Flow = { step: 'tracking', contractId: 'c_1' };
  expect(next(reloaded, { type: 'fix', fields })).toBe(reloaded);
});

test('a resume link leads to its contract, or says that it is spent', () => {
  const opening: Flow = { step: 'tracking', link: 'opening' };
  expect(next(opening, { type: 'contract_made', contractId: 'c_1' })).toEqual({ step: 'tracking', contractId: 'c_1' });
  expect(next(opening, { type: 'link_spent' })).toEqual({ step: 'tracking', link: 'spent' });
});

test('an event that means nothing here changes nothing', () => {
  const rates: Flow = { step: 'rates' };
  expect(next(rates, { type: 'details_given', details })).toBe(rates);
  expect(next(rates, { type: 'offer_lost', why: 'offer_gone' })).toBe(rates);
});
