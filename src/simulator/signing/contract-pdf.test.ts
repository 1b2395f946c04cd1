import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import { createSimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { contractPdf } from './contract-pdf.ts';

test('the PDF of a contract with unusual names and 200 accounts has several pages and is reproducible', async () => {
  const harness = await createSimulatorHarness();
  const [price] = await harness.prices();
  if (!price) throw new Error('no price');
  const [account] = harness.contractInput(price).accounts;
  if (!account) throw new Error('no account');
  const input = harness.contractInput(price, {
    customer: { legalName: `Łódź 東京 🙂 ${'W'.repeat(150)}`, entityType: 'llc', taxId: '123456789' },
    signer: { name: '\u202eNguyễn\u0000 Ætheling', title: '—', email: 'a@b.example', phone: '+12145550142' },
    accounts: Array.from({ length: 200 }, (_, at) => ({
      ...account,
      identifier: `1044372${String(at).padStart(10, '0')}`,
    })),
  });
  const { contract, userErrors } = await harness.createContract(input);
  expect(userErrors).toEqual([]);
  const storedContract = harness.state.contracts.get(contract?.id ?? '');
  if (!storedContract) throw new Error('no contract');
  const first = await contractPdf(storedContract);
  const document = await PDFDocument.load(first);
  expect(document.getPageCount()).toBeGreaterThan(3);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90_061_000 });
  expect(await contractPdf(storedContract), 'the same bytes a day later').toEqual(first);
  vi.useRealTimers();
  harness.close();
});
