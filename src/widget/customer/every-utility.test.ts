import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { type Utility as Simulated, utilities } from '../../simulator/pricing/utilities.ts';
import { type CustomerInput, emptyAccount, emptyInput } from './customer-input.ts';
import { createCustomerModel } from './customer-model.ts';
import { doubtful } from './identifier-rule.ts';
import { accountPointer } from './pointer.ts';
import { tidyIdentifier } from './tidy.ts';

/** Numbers that follow a rule of the table: each alternative, each length. */
function goodFor(rule: string): string[] {
  const alternatives = /^\^\((\\d\{\d+\}(?:\|\\d\{\d+\})*)\)\$$/.exec(rule)?.[1]?.split('|');
  if (alternatives) return alternatives.flatMap((one) => goodFor(`^${one}$`));
  const parts = /^\^(?:\(([\w|]+)\)|(\w+))?(?:\\d|\[0-9Z\])\{(\d+)(?:,(\d+))?\}(\[\\dY\])?\$$/.exec(rule);
  if (!parts) throw new Error(`a rule of a kind this test does not know: ${rule}`);
  const [, starts, start, least, most = least, last] = parts;
  return (starts?.split('|') ?? [start ?? '']).flatMap((begin) =>
    [Number(least), Number(most)].flatMap((length) =>
      (last ? ['7', 'Y'] : ['']).map(
        (end) => begin + Array.from({ length }, (_, index) => (index + 1) % 10).join('') + end,
      ),
    ),
  );
}

/** The mistakes people make with a number: one digit short, one too many, a letter O for a zero, another start. */
const badFor = (good: string) => [
  good.slice(0, -1),
  `${good}12`,
  `${good.slice(0, -2)}O${good.slice(-1)}`,
  `9${good.slice(1).replace(/./g, 'Q')}`,
];

const typed = (identifier: string): CustomerInput => ({
  ...emptyInput('75201'),
  accounts: [
    {
      ...emptyAccount(0, '75201'),
      identifier,
      meterNumber: 'M12',
      nameKey: 'INVE',
      street: '1 Main St',
      city: 'Anytown',
    },
  ],
  texts: {
    '/customer/legalName': 'Invented Bakery LLC',
    '/customer/entityType': 'llc',
    '/customer/taxId': '12-3456789',
    '/signer/name': 'Dana Example',
    '/signer/title': 'Owner',
    '/signer/email': 'dana@example.com',
    '/signer/phone': '(214) 555-0199',
  },
});

const modelFor = (
  { code, name, state, commodity, accountIdentifier, accountNeeds, leadTimeDays }: Simulated,
  identifier: string,
) =>
  createCustomerModel({
    held: signal(typed(identifier)),
    utility: {
      code,
      name,
      state,
      commodity,
      zones: [],
      leadTimeDays,
      identifier: accountIdentifier,
      needs: [...accountNeeds],
    },
    postalCode: '75201',
  });
const at = accountPointer(0, 'identifier');

test.each(utilities)(
  '$code $commodity: every number that follows its rule goes through, with spaces and dashes',
  (utility) => {
    const all = goodFor(utility.accountIdentifier.rule);
    expect(all.length).toBeGreaterThan(0);
    for (const good of all) {
      const spaced = `${good.slice(0, 4)} ${good.slice(4, 7)}-${good.slice(7)}`;
      const model = modelFor(utility, spaced);
      expect(model.finish()?.accounts[0]?.identifier, good).toBe(good);
      expect(doubtful(good, utility.accountIdentifier), good).toBe(false);
    }
  },
);

test.each(utilities)(
  '$code $commodity: a number that breaks its rule stops only where the rule is published',
  (utility) => {
    const { rule, certainty } = utility.accountIdentifier;
    const bad = goodFor(rule)
      .flatMap(badFor)
      .filter((one) => !new RegExp(rule).test(one));
    expect(bad.length).toBeGreaterThan(2);
    for (const identifier of bad) {
      const model = modelFor(utility, identifier);
      const details = model.finish();
      if (certainty === 'published') {
        expect(details, identifier).toBeUndefined();
        expect(model.faults.value[at], identifier).toBe('identifier_rule');
        continue;
      }
      expect(doubtful(tidyIdentifier(identifier), utility.accountIdentifier), identifier).toBe(true);
      // What no account number anywhere can be stops all the same.
      expect(details !== undefined, identifier).toBe(/^[A-Z0-9]{4,30}$/.test(identifier));
    }
  },
);

test.each([
  ['PECO', 35],
  ['JCPL', 35],
  ['DPLDE', 35],
  ['BGE', 60],
])('%s takes a name of %i letters and no longer one', (code, limit) => {
  const utility = utilities.find((one) => one.code === code);
  const [good] = goodFor(utility?.accountIdentifier.rule ?? '');
  if (!utility || !good) throw new Error('not in the table');
  const model = modelFor(utility, good);
  model.type('/customer/legalName', '🥐'.repeat(limit));
  expect(model.finish()).toBeDefined();
  model.type('/customer/legalName', 'B'.repeat(limit + 1));
  expect(model.finish()).toBeUndefined();
  expect(model.faults.value['/customer/legalName']).toBe('name_over_limit');
});

test.each(['PO Box 12', 'P.O. Box 12', 'p o box 9', ' Post Office Box 7'])('%j is no place for a meter', (street) => {
  const [oncor] = utilities;
  const [good] = goodFor(oncor?.accountIdentifier.rule ?? '');
  if (!oncor || !good) throw new Error('not in the table');
  const model = modelFor(oncor, good);
  model.typeAccount(0, 'street', street);
  expect(model.finish()).toBeUndefined();
  expect(model.faults.value[accountPointer(0, 'street')]).toBe('po_box');
  model.typeAccount(0, 'street', '12 Poe Boxwood Lane');
  expect(model.finish()).toBeDefined();
});
