import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import { field } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let stage: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => stage.unmount());

const sent = () => bff.requests.filter(({ path }) => path === '/v1/sessions').map(({ body }) => body);
const withProof = expect.objectContaining({ proof: 'a-token-of-the-check' });
const without = expect.not.objectContaining({ proof: expect.anything() });
const comesUp = async () => {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
};

test('a site that wants proof of a person gets a fresh one from the page', async () => {
  bff.respondOnce('POST /v1/sessions', () => problemResponse('bot_check_required', 403));
  stage = renderWidget(bff, { proof: async () => 'a-token-of-the-check' });
  await comesUp();
  expect(sent()).toEqual([without, withProof]);
});

test('a site that wants none is told none, and the page is not asked', async () => {
  const proof = vi.fn(async () => 'a-token-of-the-check');
  stage = renderWidget(bff, { proof });
  await comesUp();
  expect(sent()).toEqual([without]);
  expect(proof).not.toHaveBeenCalled();
});

test('a page that has no proof to give is refused once, and not asked again and again', async () => {
  bff.respondOnce('POST /v1/sessions', () => problemResponse('bot_check_required', 403));
  stage = renderWidget(bff);
  await vi.waitFor(() => expect(stage.queryAll('[role=alert]').length).toBeGreaterThan(0));
  expect(sent()).toHaveLength(1);
});
