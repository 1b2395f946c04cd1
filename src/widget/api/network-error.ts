/**
 * Occurs when there is no response from the BFF: the device is offline, the request timed out, or the BFF is
 * unreachable.
 */
export class NetworkError extends Error {
  override name = 'NetworkError';
  declare readonly kind: 'offline' | 'timeout' | 'unreachable';

  constructor(kind: NetworkError['kind'], cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
  }
}
