import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { type Utility as Simulated, utilities } from '../../simulator/pricing/utilities.ts';
import { normalizeNumber } from '../normalize-input.ts';
import { accountFieldPath, type CustomerInput, emptyAccount, emptyInput } from './customer-input.ts';
import { createCustomerStore } from './customer-store.ts';
import { violatesUnverifiedRule } from './identifier.ts';

/** Returns identifiers that match a rule, one for each alternative and length of the rule. */
function validIdentifiersFor(rule: string): string[] {
  const alternatives = /^\^\((\\d\{\d+\}(?:\|\\d\{\d+\})*)\)\$$/.exec(rule)?.[1]?.split('|');
  if (alternatives) return alternatives.flatMap((candidate) => validIdentifiersFor(`^${candidate}$`));
  const parts = /^\^(?:\(([\w|]+)\)|(\w+))?(?:\\d|\[0-9Z\])\{(\d+)(?:,(\d+))?\}(\[\\dY\])?\$$/.exec(rule);
  if (!parts) throw new Error(`unsupported rule: ${rule}`);
  const [, prefixes, prefix, min, max = min, last] = parts;
  return (prefixes?.split('|') ?? [prefix ?? '']).flatMap((start) =>
    [Number(min), Number(max)].flatMap((length) =>
      (last ? ['7', 'Y'] : ['']).map(
        (end) => start + Array.from({ length }, (_, index) => (index + 1) % 10).join('') + end,
      ),
    ),
  );
}

/**
 * Returns identifiers with typical typing errors: a missing character, added characters, a letter O instead of a digit,
 * or a wrong prefix.
 */
const invalidIdentifiersFor = (validIdentifier: string) => [
  validIdentifier.slice(0, -1),
  `${validIdentifier}12`,
  `${validIdentifier.slice(0, -2)}O${validIdentifier.slice(-1)}`,
  `9${validIdentifier.slice(1).replace(/./g, 'Q')}`,
];

const inputWith = (identifier: string): CustomerInput => ({
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
  fields: {
    '/customer/legalName': 'Invented Bakery LLC',
    '/customer/entityType': 'llc',
    '/customer/taxId': '12-3456789',
    '/signer/name': 'Dana Example',
    '/signer/title': 'Owner',
    '/signer/email': 'dana@example.com',
    '/signer/phone': '(214) 555-0199',
  },
});

const identifierOf = ({ name, rule, certainty }: Simulated['accountIdentifier']) => ({
  name,
  pattern: rule,
  confidence: certainty,
});

const createStoreFor = (
  { code, name, state, commodity, accountIdentifier, accountNeeds, leadTimeDays }: Simulated,
  identifier: string,
) =>
  createCustomerStore({
    draft: signal(inputWith(identifier)),
    utility: {
      code,
      name,
      state,
      commodity,
      zones: [],
      leadTimeDays,
      identifier: identifierOf(accountIdentifier),
      requiredFields: [...accountNeeds],
    },
    postalCode: '75201',
  });
const identifierPath = accountFieldPath(0, 'identifier');

test.each(utilities)(
  '$code $commodity: accepts identifiers that match the utility’s rule, with added spaces and dashes',
  (utility) => {
    const all = validIdentifiersFor(utility.accountIdentifier.rule);
    expect(all.length).toBeGreaterThan(0);
    for (const validIdentifier of all) {
      const spaced = `${validIdentifier.slice(0, 4)} ${validIdentifier.slice(4, 7)}-${validIdentifier.slice(7)}`;
      const store = createStoreFor(utility, spaced);
      expect(store.submit()?.accounts[0]?.identifier, validIdentifier).toBe(validIdentifier);
      expect(violatesUnverifiedRule(validIdentifier, identifierOf(utility.accountIdentifier)), validIdentifier).toBe(
        false,
      );
    }
  },
);

test.each(utilities)(
  '$code $commodity: rejects identifiers that violate a published rule, and warns if the rule is not published',
  (utility) => {
    const { rule, certainty } = utility.accountIdentifier;
    const invalidIdentifiers = validIdentifiersFor(rule)
      .flatMap(invalidIdentifiersFor)
      .filter((candidate) => !new RegExp(rule).test(candidate));
    expect(invalidIdentifiers.length).toBeGreaterThan(2);
    for (const identifier of invalidIdentifiers) {
      const store = createStoreFor(utility, identifier);
      const details = store.submit();
      if (certainty === 'published') {
        expect(details, identifier).toBeUndefined();
        expect(store.errors.value[identifierPath], identifier).toBe('identifier_rule');
        continue;
      }
      expect(
        violatesUnverifiedRule(normalizeNumber(identifier), identifierOf(utility.accountIdentifier)),
        identifier,
      ).toBe(true);
      // A value that cannot be an identifier of any utility is rejected even if the rule is not published.
      expect(details !== undefined, identifier).toBe(/^[A-Z0-9]{4,30}$/.test(identifier));
    }
  },
);

test.each([
  ['PECO', 35],
  ['JCPL', 35],
  ['DPLDE', 35],
  ['BGE', 60],
])('for the utility %s, accepts a business name of %i characters and rejects a longer name', (code, limit) => {
  const utility = utilities.find((candidate) => candidate.code === code);
  const [validIdentifier] = validIdentifiersFor(utility?.accountIdentifier.rule ?? '');
  if (!utility || !validIdentifier) throw new Error('utility or identifier not found');
  const store = createStoreFor(utility, validIdentifier);
  store.setField('/customer/legalName', '🥐'.repeat(limit));
  expect(store.submit()).toBeDefined();
  store.setField('/customer/legalName', 'B'.repeat(limit + 1));
  expect(store.submit()).toBeUndefined();
  expect(store.errors.value['/customer/legalName']).toBe('name_over_limit');
});

test.each(['PO Box 12', 'P.O. Box 12', 'p o box 9', ' Post Office Box 7'])(
  'rejects %j as a service address',
  (street) => {
    const [oncor] = utilities;
    const [validIdentifier] = validIdentifiersFor(oncor?.accountIdentifier.rule ?? '');
    if (!oncor || !validIdentifier) throw new Error('utility or identifier not found');
    const store = createStoreFor(oncor, validIdentifier);
    store.setAccountField(0, 'street', street);
    expect(store.submit()).toBeUndefined();
    expect(store.errors.value[accountFieldPath(0, 'street')]).toBe('po_box');
    store.setAccountField(0, 'street', '12 Poe Boxwood Lane');
    expect(store.submit()).toBeDefined();
  },
);
