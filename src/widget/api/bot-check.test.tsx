import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import { field } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const sessionRequests = () => bff.requests.filter(({ path }) => path === '/v1/sessions').map(({ body }) => body);
const withProof = expect.objectContaining({ proof: 'a-token-of-the-check' });
const withoutProof = expect.not.objectContaining({ proof: expect.anything() });
const waitUntilReady = async () => {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
};

test('sends a fresh bot check token when the site requires one', async () => {
  bff.respondOnce('POST /v1/sessions', () => problemResponse('bot_check_required', 403));
  widget = renderWidget(bff, { proof: async () => 'a-token-of-the-check' });
  await waitUntilReady();
  expect(sessionRequests()).toEqual([withoutProof, withProof]);
});

test('requests no bot check token when the site requires none', async () => {
  const proof = vi.fn(async () => 'a-token-of-the-check');
  widget = renderWidget(bff, { proof });
  await waitUntilReady();
  expect(sessionRequests()).toEqual([withoutProof]);
  expect(proof).not.toHaveBeenCalled();
});

test('does not request a second session if the page cannot provide the required bot check token', async () => {
  bff.respondOnce('POST /v1/sessions', () => problemResponse('bot_check_required', 403));
  widget = renderWidget(bff);
  await vi.waitFor(() => expect(widget.queryAll('[role=alert]').length).toBeGreaterThan(0));
  expect(sessionRequests()).toHaveLength(1);
});
