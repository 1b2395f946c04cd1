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

test('the flow goes from the rates to the customer, signing and tracking steps', () => {
  const chosen = reduceFlow({ step: 'rates' }, { type: 'offer_selected', selection });
  const submitted = reduceFlow(chosen, { type: 'details_submitted', details });
  const created = reduceFlow(submitted, { type: 'contract_created', contractId: 'c_1' });
  expect([chosen.step, submitted.step, created]).toEqual([
    'customer',
    'signing',
    { step: 'tracking', contractId: 'c_1', selection },
  ]);
});

test('the flow goes back one step unless a contract exists', () => {
  expect(reduceFlow(signing, { type: 'back' })).toEqual({ step: 'customer', selection });
  expect(reduceFlow({ step: 'customer', selection }, { type: 'back' })).toEqual({ step: 'rates' });
  const tracking: Flow = { step: 'tracking', contractId: 'c_1' };
  expect(reduceFlow(tracking, { type: 'back' })).toBe(tracking);
});

test('the flow replaces the offer when its rate changes, and keeps the customer details', () => {
  const moreExpensive = offer({ rate: { amount: '0.0801', unit: 'kWh' } });
  expect(reduceFlow(signing, { type: 'rate_changed', offer: moreExpensive })).toEqual({
    ...signing,
    selection: { ...selection, offer: moreExpensive },
  });
});

test('the flow returns to the rates from any step, including from an ended contract', () => {
  const others: Flow[] = [signing, { step: 'customer', selection }, { step: 'tracking', contractId: 'c_1' }];
  for (const flow of others) expect(reduceFlow(flow, { type: 'restarted' })).toEqual({ step: 'rates' });
});

test('the flow returns from a contract to the unfinished purchase', () => {
  const shown = reduceFlow(signing, { type: 'contract_created', contractId: 'c_1' });
  expect(reduceFlow(shown, { type: 'resumed', purchase: signing })).toBe(signing);
});

const fields = [{ path: '/accounts/0/identifier', code: 'A76', detail: '' }];

test('a request to correct a rejected contract leads to the customer step with the selection and the errors', () => {
  const created: Flow = { step: 'tracking', contractId: 'c_1' };
  expect(reduceFlow(created, { type: 'fix_requested', fields, selection })).toEqual({
    step: 'customer',
    selection,
    fieldErrors: fields,
  });
});

test('ignores a request for a correction if no contract exists', () => {
  const ended: Flow = { step: 'tracking', landing: 'session_ended' };
  expect(reduceFlow(ended, { type: 'fix_requested', fields, selection })).toBe(ended);
});

test('a resume link leads to its contract, or to the notice that the link was already used', () => {
  const opening: Flow = { step: 'tracking', landing: 'resume_link' };
  expect(reduceFlow(opening, { type: 'contract_created', contractId: 'c_1' })).toEqual({
    step: 'tracking',
    contractId: 'c_1',
  });
  expect(reduceFlow(opening, { type: 'landed', landing: 'used' })).toEqual({ step: 'tracking', landing: 'used' });
});

test('an approval link leads to the customer step, or to the rates if its offer is no longer available', () => {
  const opening: Flow = { step: 'tracking', landing: 'approval' };
  expect(reduceFlow(opening, { type: 'offer_selected', selection })).toEqual({ step: 'customer', selection });
  expect(reduceFlow(opening, { type: 'offer_unavailable', reason: 'offer_gone' })).toEqual({
    step: 'rates',
    notice: 'offer_gone',
  });
  expect(reduceFlow({ step: 'customer', selection }, { type: 'landed', landing: 'approval' })).toEqual(opening);
});

test('the flow ignores an event that does not apply to the current step', () => {
  const rates: Flow = { step: 'rates' };
  expect(reduceFlow(rates, { type: 'details_submitted', details })).toBe(rates);
  expect(reduceFlow(rates, { type: 'offer_unavailable', reason: 'offer_gone' })).toBe(rates);
});
