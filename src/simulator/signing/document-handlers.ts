import { http, type RequestHandler } from 'msw';
import { createPdfWriter } from '../../pdf/pdf-writer.ts';
import { parsePriceId } from '../pricing/price-key.ts';
import { errorResponse, withJournal } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';
import { contractPdf, pdfResponse } from './contract-pdf.ts';

const TITLES: Readonly<Record<string, string>> = {
  terms: 'Terms of Service',
  contract_summary: 'Contract Summary',
  disclosure: 'Disclosure Statement',
  EFL: 'Electricity Facts Label (EFL)',
};

/** Serves contract documents at short-lived URLs, and the documents that suppliers publish with a price. */
export function documentHandlers(state: SimulatorState): RequestHandler[] {
  const base = `${state.origin}/documents`;

  return [
    http.get(
      `${base}/contracts/:contract`,
      withJournal(
        state,
        'request',
        async ({ request, param, url, annotate }) => {
          annotate('contract document', { contractId: param('contract') });
          const contract = state.contracts.get(param('contract'));
          if (!contract || !state.documentLinks.verify(contract.id, url.searchParams)) {
            return errorResponse(403, 'link_expired', 'This document link is invalid or has expired.');
          }
          return pdfResponse(await contractPdf(contract), { range: request.headers.get('range') });
        },
        '/documents/contracts/…',
      ),
    ),

    http.get(
      `${base}/prices/:priceId/:kind`,
      withJournal(state, 'request', async ({ param, annotate }) => {
        const title = TITLES[param('kind')];
        const key = parsePriceId(param('priceId'));
        if (!title || !key) return errorResponse(404, 'not_found', 'The document does not exist.');
        annotate(title);
        const writer = await createPdfWriter({ title, language: 'en-US', createdAt: new Date(`${key.startMonth}-01`) });
        writer.title(title);
        writer.entry('Supplier', key.supplier.name);
        writer.entry('Utility', `${key.utility.name} (${key.utility.state})`);
        writer.entry('Term', `${key.termMonths} months, starting ${key.startMonth}`);
        writer.entry('Renewable content', `${key.green}%`);
        writer.paragraph('A real supplier would publish its full terms here.');
        return pdfResponse(
          await writer.finish(
            (page, pageCount) => `SPECIMEN. All suppliers are fictitious. · page ${page} of ${pageCount}`,
          ),
        );
      }),
    ),
  ];
}
