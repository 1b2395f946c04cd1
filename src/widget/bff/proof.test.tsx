import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff, refuse } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { field } from '../walk.ts';

let bff: FakeBff;
let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => stage.leave());

const sent = () => bff.seen.filter(({ path }) => path === '/v1/sessions').map(({ body }) => body);
const withProof = expect.objectContaining({ proof: 'a-token-of-the-check' });
const without = expect.not.objectContaining({ proof: expect.anything() });
const comesUp = async () => {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
};

test('a site that wants proof of a person gets a fresh one from the page', async () => {
  bff.once('POST /v1/sessions', () => refuse('bot_check_required', 403));
  stage = enter(bff, { proof: async () => 'a-token-of-the-check' });
  await comesUp();
  expect(sent()).toEqual([without, withProof]);
});

test('a site that wants none is told none, and the page is not asked', async () => {
  const proof = vi.fn(async () => 'a-token-of-the-check');
  stage = enter(bff, { proof });
  await comesUp();
  expect(sent()).toEqual([without]);
  expect(proof).not.toHaveBeenCalled();
});

test('a page that has no proof to give is refused once, and not asked again and again', async () => {
  bff.once('POST /v1/sessions', () => refuse('bot_check_required', 403));
  stage = enter(bff);
  await vi.waitFor(() => expect(stage.all('[role=alert]').length).toBeGreaterThan(0));
  expect(sent()).toHaveLength(1);
});
