import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { button, eventually, reachCustomer } from '../walk.ts';

let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  stage = enter(createFakeBff());
});
afterEach(() => stage.leave());

const focusIsOn = (name: string) => eventually(() => expect(stage.host.shadowRoot?.activeElement?.id).toBe(name));
const faultsOf = (meter: number) => stage.all(`[name^="/accounts/${meter}/"][aria-invalid]`).length;

test('a new meter has the focus in its first field, and a removed one gives it to its neighbour', async () => {
  await reachCustomer();
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/2/identifier');
  await button(/Remove meter 2/).click();
  await focusIsOn('/accounts/1/identifier');
  await button(/Remove meter 2/).click();
  await focusIsOn('/accounts/0/identifier');
});

test('a meter added after a failed try shows no faults until it is left or tried again', async () => {
  await reachCustomer();
  await button(/Review and sign/).click();
  await eventually(() => expect(faultsOf(0)).toBeGreaterThan(0));
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  expect(faultsOf(1)).toBe(0);
  expect(await axeFaults(stage.host)).toEqual([]);
  await userEvent.tab();
  await eventually(() => expect(faultsOf(1)).toBe(1));
  await button(/Review and sign/).click();
  await eventually(() => expect(faultsOf(1)).toBeGreaterThan(1));
});

test('a meter added in the place of a removed one is as new', async () => {
  await reachCustomer();
  await button(/Add another meter/).click();
  await button(/Review and sign/).click();
  await eventually(() => expect(faultsOf(1)).toBeGreaterThan(0));
  await button(/Remove meter 2/).click();
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  expect(faultsOf(1)).toBe(0);
});

test('faults stay with their meter when one before it goes', async () => {
  await reachCustomer();
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  await userEvent.tab();
  await eventually(() => expect(faultsOf(1)).toBe(1));
  await button(/Remove meter 1/).click();
  await focusIsOn('/accounts/0/identifier');
  // The address was where the focus stood when the button was pressed.
  const marked = ['/accounts/0/identifier', '/accounts/0/serviceAddress/street'];
  expect(stage.all('[aria-invalid]').map(({ id }) => id)).toEqual(marked);
});
