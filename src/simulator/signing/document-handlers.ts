import { http, type RequestHandler } from 'msw';
import { recorded, refusal } from '../exchange.ts';
import { cellOf } from '../pricing/cell.ts';
import type { World } from '../world.ts';
import { contractPdf } from './contract-pdf.ts';
import { pdfAnswer } from './pdf-answer.ts';
import { createPdfWriter } from './pdf-writer.ts';

const titles: Readonly<Record<string, string>> = {
  terms: 'Terms of service',
  contract_summary: 'Contract summary',
  disclosure: 'Disclosure statement',
  EFL: 'Electricity facts label',
};

/** Documents by address: the contract under its short-lived one, and what a supplier publishes with a price. */
export function documentHandlers(world: World): RequestHandler[] {
  const base = `${world.origin}/documents`;

  return [
    http.get(
      `${base}/contracts/:contract`,
      recorded(
        world,
        'request',
        async ({ request, param, url, note }) => {
          note('contract document', { contractId: param('contract') });
          const contract = world.contracts.get(param('contract'));
          if (!contract || !world.documentLinks.allows(contract.id, url.searchParams)) {
            return refusal(403, 'link_expired', 'This document address is no longer good.');
          }
          return pdfAnswer(await contractPdf(contract), { range: request.headers.get('range') });
        },
        '/documents/contracts/…',
      ),
    ),

    http.get(
      `${base}/prices/:priceId/:kind`,
      recorded(world, 'request', async ({ param, note }) => {
        const title = titles[param('kind')];
        const cell = cellOf(param('priceId'));
        if (!title || !cell) return refusal(404, 'not_found', 'There is no such document.');
        note(title);
        const writer = await createPdfWriter(title, new Date(`${cell.startMonth}-01`));
        writer.title(title);
        writer.entry('Supplier', cell.supplier.name);
        writer.entry('Utility', `${cell.utility.name} (${cell.utility.state})`);
        writer.entry('Term', `${cell.termMonths} months from ${cell.startMonth}`);
        writer.entry('Renewable', `${cell.green}%`);
        writer.paragraph('What a real supplier would say here in full, this one leaves out: it does not exist.');
        return pdfAnswer(await writer.finish('SPECIMEN: every supplier named here is invented'));
      }),
    ),
  ];
}
