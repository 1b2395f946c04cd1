/**
 * My Service Cloud understood the call and refuses it: a 4xx other than 429, or GraphQL `errors` to a query. Our
 * credentials or our request are wrong; nothing changed upstream.
 */
export class MscRefusedError extends Error {
  override readonly name = 'MscRefusedError';
  readonly operation: string;
  readonly status: number;

  constructor(operation: string, status: number, detail: string) {
    super(`MSC ${operation}: refused with ${status} (${detail})`);
    this.operation = operation;
    this.status = status;
  }
}
