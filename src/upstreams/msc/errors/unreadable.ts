/**
 * My Service Cloud answered with something our schema does not know, or with GraphQL `errors` to a mutation, which may have taken
 * effect all the same. `field` is where: `prices.3.rate.amount`.
 * The value itself is kept out, it may be personal.
 */
export class MscUnreadableError extends Error {
  override readonly name = 'MscUnreadableError';
  readonly operation: string;
  readonly field: string;

  constructor(operation: string, field: string, problem: string) {
    super(`MSC ${operation}: unreadable at ${field || '(root)'}: ${problem}`);
    this.operation = operation;
    this.field = field;
  }
}
