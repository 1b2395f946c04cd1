import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff, type FakeBff, refuse } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { agree, alertSays, reachReview, standInWindow } from '../walk.ts';

let bff: FakeBff;
let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  stage = enter(bff);
  standInWindow();
});
afterEach(() => {
  stage.leave();
  vi.restoreAllMocks();
});

test('contracting that is down is called by its name, with the broker’s telephone', async () => {
  bff.once('POST /v1/contracts', () => refuse('upstream_unavailable', 503));
  await reachReview();
  await agree();
  await alertSays(/Contracts cannot be made just now.*What you typed is safe.*\(214\) 555-0142/);
  expect(await axeFaults(stage.host)).toEqual([]);
});

test('an outcome nobody knows says who did not answer, that trying again is safe, and whom to call', async () => {
  bff.once('POST /v1/contracts', () => refuse('contract_outcome_unknown', 503));
  await reachReview();
  await agree();
  await alertSays(/supplier’s side does not answer.*you will not get two.*\(214\) 555-0142/);
});
