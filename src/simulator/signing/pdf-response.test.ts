import { expect, test } from 'vitest';
import { pdfResponse } from './contract-pdf.ts';

const TEN_BYTES = new TextEncoder().encode('0123456789');
const request = async (range: string | null) => {
  const response = pdfResponse(TEN_BYTES, { range });
  return [response.status, response.headers.get('content-range'), await response.text()];
};

test.each([
  ['bytes=0-3', '0123', '0-3'],
  ['bytes=7-', '789', '7-9'],
  ['bytes=7-99', '789', '7-9'],
  ['bytes=-2', '89', '8-9'],
  ['bytes=-99', '0123456789', '0-9'],
])('responds to the range header %s with the bytes %j', async (range, text, part) => {
  expect(await request(range)).toEqual([206, `bytes ${part}/10`, text]);
});

test.each([null, 'bytes=5-2', 'bytes=0-1,3-4', 'pages=1-2', 'bytes=-'])(
  'responds to the range header %j with the whole document',
  async (range) => {
    expect(await request(range)).toEqual([200, null, '0123456789']);
  },
);

test.each(['bytes=10-', 'bytes=-0'])('responds to the unsatisfiable range header %s with 416', async (range) => {
  expect(await request(range)).toEqual([416, 'bytes */10', '']);
});
