/**
 * Responds with a PDF to display inline: the whole file, or one byte range of it. Only our own pages and
 * `frameAncestors` may frame it. Ranges in other units and multiple ranges are ignored (RFC 9110, section 14).
 */
export function pdfResponse(
  pdf: Uint8Array<ArrayBuffer>,
  { frameAncestors = [], range }: { readonly frameAncestors?: readonly string[]; readonly range?: string | null } = {},
): Response {
  const headers = {
    'accept-ranges': 'bytes',
    'content-type': 'application/pdf',
    'content-disposition': 'inline; filename="contract.pdf"',
    'cache-control': 'no-store',
    'content-security-policy': `frame-ancestors ${["'self'", ...frameAncestors].join(' ')}`,
    'x-content-type-options': 'nosniff',
  };
  const size = pdf.byteLength;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (!first && !last) return createResponse(200, pdf, headers);
  const from = first ? Number(first) : Math.max(0, size - Number(last));
  const to = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (first && last && Number(last) < Number(first)) return createResponse(200, pdf, headers);
  if (from >= size || from > to)
    return createResponse(416, undefined, { ...headers, 'content-range': `bytes */${size}` });
  return createResponse(206, pdf.slice(from, to + 1), { ...headers, 'content-range': `bytes ${from}-${to}/${size}` });
}

const createResponse = (
  status: number,
  body: Uint8Array<ArrayBuffer> | undefined,
  headers: Record<string, string>,
): Response =>
  new Response(body ?? null, { status, headers: { ...headers, 'content-length': String(body?.byteLength ?? 0) } });
