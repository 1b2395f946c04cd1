/**
 * An error that the operator can fix: its message states the problem and the remedy. The server prints it without a
 * stack trace. The message never contains a secret.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}

/** An environment variable is missing or invalid. `message` has one line per variable, without values. */
export class SettingsError extends OperatorError {
  override readonly name = 'SettingsError';
}

/** A command cannot be executed. The message is shown to the operator and contains no secret. */
export class CommandError extends OperatorError {
  override readonly name = 'CommandError';
}
