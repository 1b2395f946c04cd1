/** A requested range of bytes: from `first` to `last` or the end, or the last `suffix` bytes. */
export type ByteRange = { readonly first: number; readonly last?: number | undefined } | { readonly suffix: number };

/**
 * Parses a `Range` header (RFC 9110 section 14.2).
 *
 * @returns undefined if the header is missing or invalid, uses another unit, or has several ranges; a server may ignore
 * any of these
 * @example parseRange('bytes=0-99') // { first: 0, last: 99 }
 */
export function parseRange(header: string | undefined): ByteRange | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '') return last === '' ? undefined : { suffix: Number(last) };
  if (last === '') return { first: Number(first) };
  return Number(last) < Number(first) ? undefined : { first: Number(first), last: Number(last) };
}

export const formatRange = (range: ByteRange): string =>
  'suffix' in range ? `bytes=-${range.suffix}` : `bytes=${range.first}-${range.last ?? ''}`;

/**
 * The part of `size` bytes that a range selects, including both ends; undefined if the range is unsatisfiable (416).
 */
export function resolveRange(
  range: ByteRange,
  size: number,
): { readonly first: number; readonly last: number } | undefined {
  const first = 'suffix' in range ? Math.max(0, size - range.suffix) : range.first;
  const last = 'suffix' in range ? size - 1 : Math.min(range.last ?? size - 1, size - 1);
  return first <= last ? { first, last } : undefined;
}

/** Yields the bytes of a stream from `first` to `last`. Stops reading after `last`. */
export async function* sliceStream(
  body: AsyncIterable<Uint8Array>,
  { first, last }: { readonly first: number; readonly last: number },
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for await (const chunk of body) {
    const part = chunk.subarray(Math.max(0, first - offset), Math.max(0, last + 1 - offset));
    if (part.byteLength) yield part;
    offset += chunk.byteLength;
    if (offset > last) return;
  }
}
