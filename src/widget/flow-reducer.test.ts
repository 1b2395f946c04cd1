import { expect, test } from 'vitest';
import { offer, utility } from '../../test/support/fake-bff.ts';
import { type CustomerDetails, type Flow, reduceFlow } from './flow-reducer.ts';

const selection = { offer: offer(), utility: utility(), postalCode: '75201' };
const details: CustomerDetails = {
  customer: { legalName: 'Invented Bakery LLC', entityType: 'llc', taxId: '123456789' },
  signer: { name: 'Dana Example', title: 'Owner', email: 'dana@example.com', phone: '+12145550142' },
  accounts: [],
};
const signing: Flow = { step: 'signing', selection, details };

test('the way leads from rates over the customer to signing and tracking', () => {
  const chosen = reduceFlow({ step: 'rates' }, { type: 'offer_selected', selection });
  const submitted = reduceFlow(chosen, { type: 'details_submitted', details });
  const created = reduceFlow(submitted, { type: 'contract_created', contractId: 'c_1' });
  expect([chosen.step, submitted.step, created]).toEqual([
    'customer',
    'signing',
    { step: 'tracking', contractId: 'c_1', selection },
  ]);
});

test('back leads one step back until there is a contract', () => {
  expect(reduceFlow(signing, { type: 'back' })).toEqual({ step: 'customer', selection });
  expect(reduceFlow({ step: 'customer', selection }, { type: 'back' })).toEqual({ step: 'rates' });
  const tracking: Flow = { step: 'tracking', contractId: 'c_1' };
  expect(reduceFlow(tracking, { type: 'back' })).toBe(tracking);
});

test('a rate that moved replaces the offer and keeps everything else', () => {
  const dearer = offer({ rate: { amount: '0.0801', unit: 'kWh' } });
  expect(reduceFlow(signing, { type: 'rate_changed', offer: dearer })).toEqual({
    ...signing,
    selection: { ...selection, offer: dearer },
  });
});

test('another offer can be chosen from anywhere, a contract that ended included', () => {
  const others: Flow[] = [signing, { step: 'customer', selection }, { step: 'tracking', contractId: 'c_1' }];
  for (const flow of others) expect(reduceFlow(flow, { type: 'restarted' })).toEqual({ step: 'rates' });
});

const fields = [{ path: '/accounts/0/identifier', code: 'A76', detail: '' }];

test('a rejection that can be put right leads back to the details with the same choice', () => {
  const created: Flow = { step: 'tracking', contractId: 'c_1', selection };
  expect(reduceFlow(created, { type: 'fix_requested', fields })).toEqual({
    step: 'customer',
    selection,
    fieldErrors: fields,
  });
});

test('after a reload there is no choice left to send again', () => {
  const reloaded: Flow = { step: 'tracking', contractId: 'c_1' };
  expect(reduceFlow(reloaded, { type: 'fix_requested', fields })).toBe(reloaded);
});

test('a resume link leads to its contract, or says that it is spent', () => {
  const opening: Flow = { step: 'tracking', resumeLink: 'opening' };
  expect(reduceFlow(opening, { type: 'contract_created', contractId: 'c_1' })).toEqual({
    step: 'tracking',
    contractId: 'c_1',
  });
  expect(reduceFlow(opening, { type: 'resume_link_used' })).toEqual({ step: 'tracking', resumeLink: 'used' });
});

test('an event that means nothing here changes nothing', () => {
  const rates: Flow = { step: 'rates' };
  expect(reduceFlow(rates, { type: 'details_submitted', details })).toBe(rates);
  expect(reduceFlow(rates, { type: 'offer_unavailable', reason: 'offer_gone' })).toBe(rates);
});
