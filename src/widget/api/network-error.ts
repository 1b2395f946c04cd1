/** No answer came: the device is offline, the deadline passed, or the BFF could not be reached. */
export class NetworkError extends Error {
  override name = 'NetworkError';
  declare readonly kind: 'offline' | 'timeout' | 'unreachable';

  constructor(kind: NetworkError['kind'], cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
  }
}
