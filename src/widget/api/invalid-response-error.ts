/** An answer came, but not in the shape the wire promises. Not the network's fault and not the customer's. */
export class InvalidResponseError extends Error {
  override name = 'InvalidResponseError';

  /** @param path the endpoint's, with its parameters unfilled, so that no identifier gets into an error */
  constructor(path: string, cause: unknown) {
    super(`unexpected answer from ${path}`, { cause });
  }
}
