import { createHash } from 'node:crypto';
import { http, type RequestHandler } from 'msw';
import { type MscDocument, mscDocumentKind } from '../../upstreams/msc/documents.ts';
import { errorResponse, withPartner } from '../request-context.ts';
import type { SimulatorState } from '../simulator-state.ts';

const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024;
const ACCEPTED_TYPES: readonly string[] = ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'];

/** The Documents API: receives a file and stores its size, type and hash, but not its content. */
export function documentUploadHandlers(state: SimulatorState): RequestHandler[] {
  return [
    http.post(
      `${state.origin}/msc/:environment/v1/documents`,
      withPartner(state, 'contracting', async ({ request, url, annotate }, partner) => {
        const kind = mscDocumentKind.safeParse(url.searchParams.get('kind'));
        if (!kind.success) return errorResponse(400, 'invalid_query', 'kind must be latest_bill or tax_exemption');
        const type = request.headers.get('content-type') ?? '';
        if (!ACCEPTED_TYPES.includes(type))
          return errorResponse(415, 'unsupported_type', 'Send a PDF, JPEG, PNG or HEIC file.');
        const hash = createHash('sha256');
        let bytes = 0;
        for await (const chunk of request.body ?? []) {
          bytes += chunk.byteLength;
          hash.update(chunk);
        }
        // The size is checked after the whole body was read. MSW tees the body, and canceling one branch would leave
        // the other branch waiting.
        if (bytes > MAX_DOCUMENT_BYTES) return errorResponse(413, 'too_large', 'A document can have at most 10 MB.');
        const owner = { partnerId: partner.id, environment: partner.environment };
        const document = state.documents.add(owner, { kind: kind.data, type, bytes, sha256: hash.digest('hex') });
        annotate(`document ${kind.data}, ${bytes} bytes of ${type}`, { document: document.id });
        const response: MscDocument = { id: document.id, expiresAt: document.expiresAt };
        return Response.json(response, { status: 201 });
      }),
    ),
  ];
}
