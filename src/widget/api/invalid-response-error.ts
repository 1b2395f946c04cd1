/** Occurs when a response does not match its schema. Neither the network nor the customer's input is the cause. */
export class InvalidResponseError extends Error {
  override name = 'InvalidResponseError';

  /** @param path path template of the endpoint, with placeholders, so that the error contains no identifiers */
  constructor(path: string, cause: unknown) {
    super(`${path} sent a response that does not match its schema`, { cause });
  }
}
