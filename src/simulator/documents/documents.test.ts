import { expect, test } from 'vitest';
import { createSimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { createDocuments } from './documents.ts';

const owner = { partnerId: 'lonestar', environment: 'test' as const };
const file = { kind: 'latest_bill' as const, type: 'application/pdf', bytes: 8, sha256: '00' };

test('an uploaded document is valid for one day, for its partner and environment, and for the kind of its upload', () => {
  let now = new Date('2026-11-21T15:00:00Z');
  const documents = createDocuments(() => now);
  const { id } = documents.add(owner, file);
  const bill = { id, kind: 'latest_bill' as const };
  expect(documents.has(owner, bill)).toBe(true);
  expect(documents.has({ ...owner, partnerId: 'pecan' }, bill)).toBe(false);
  expect(documents.has({ ...owner, environment: 'live' }, bill)).toBe(false);
  expect(documents.has(owner, { id, kind: 'tax_exemption' })).toBe(false);
  now = new Date('2026-11-22T15:00:00Z');
  expect(documents.has(owner, bill)).toBe(false);
});

test('deletes the oldest document when an upload exceeds the maximum number of documents', () => {
  const documents = createDocuments(() => new Date(), 2);
  const ids = [1, 2, 3].map(() => documents.add(owner, file).id);
  expect(documents.list().map(({ id }) => id)).toEqual(ids.slice(1).reverse());
});

test.each([
  ['of an unknown kind', 'kind=selfie', 'application/pdf', 10, 400],
  ['of an unsupported type', 'kind=latest_bill', 'text/html', 10, 415],
  ['that is too large', 'kind=latest_bill', 'application/pdf', 10 * 1024 * 1024 + 1, 413],
  ['that is valid', 'kind=latest_bill', 'application/pdf', 10, 201],
])(
  'checks an upload of a file %s, responds with the matching status, and stores only valid files',
  async (_, query, type, bytes, status) => {
    const harness = await createSimulatorHarness();
    const init = { method: 'POST', headers: { 'Content-Type': type }, body: new Uint8Array(bytes) };
    expect((await harness.fetchAsPartner(`/v1/documents?${query}`, init)).status).toBe(status);
    expect(harness.state.documents.list()).toHaveLength(status === 201 ? 1 : 0);
    harness.close();
  },
);
