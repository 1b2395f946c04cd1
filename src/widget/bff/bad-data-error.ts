/** An answer came, but not in the shape the wire promises. Not the network's fault and not the customer's. */
export class BadDataError extends Error {
  override name = 'BadDataError';
  /** The endpoint's path with its parameters unfilled, so that no identifier gets into an error. */
  readonly path: string;

  constructor(path: string, cause?: unknown) {
    super(`unexpected answer from ${path}`, { cause });
    this.path = path;
  }
}
