/** A command cannot do what it was asked to. The message is for whoever typed it and holds no secret. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
