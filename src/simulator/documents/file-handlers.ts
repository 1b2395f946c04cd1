import { createHash } from 'node:crypto';
import { http, type RequestHandler } from 'msw';
import { type MscDocument, mscDocumentKind } from '../../upstreams/msc/documents-schema.ts';
import { authorized, refusal } from '../exchange.ts';
import type { World } from '../world.ts';

const largest = 10 * 1024 * 1024;
const types: readonly string[] = ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'];

/** The Documents API: takes a file, keeps its size, type and hash, and lets the bytes go. */
export function fileHandlers(world: World): RequestHandler[] {
  return [
    http.post(
      `${world.origin}/msc/:environment/v1/documents`,
      authorized(world, 'contracting', async ({ request, url, note }, partner) => {
        const kind = mscDocumentKind.safeParse(url.searchParams.get('kind'));
        if (!kind.success) return refusal(400, 'invalid_query', 'kind is latest_bill or tax_exemption');
        const type = request.headers.get('content-type') ?? '';
        if (!types.includes(type)) return refusal(415, 'unsupported_type', 'A PDF, JPEG, PNG or HEIC is taken.');
        const hash = createHash('sha256');
        let bytes = 0;
        for await (const chunk of request.body ?? []) {
          bytes += chunk.byteLength;
          hash.update(chunk);
        }
        // Only now: MSW keeps a copy of the body, and one half of it cannot be let go of alone.
        if (bytes > largest) return refusal(413, 'too_large', 'A document takes at most 10 MB.');
        const owner = { partnerId: partner.id, environment: partner.environment };
        const document = world.documents.add(owner, { kind: kind.data, type, bytes, sha256: hash.digest('hex') });
        note(`document ${kind.data}, ${bytes} bytes of ${type}`, { document: document.id });
        const answer: MscDocument = { id: document.id, expiresAt: document.expiresAt };
        return Response.json(answer, { status: 201 });
      }),
    ),
  ];
}
