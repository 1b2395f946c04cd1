import { fileURLToPath } from 'node:url';
import { type RunningBff, startBff } from './bootstrap/start.ts';
import { runCommand } from './commands/run-command.ts';
import { readSettings } from './config/settings.ts';
import { createLog, describeError } from './log.ts';
import { OperatorError } from './operator-error.ts';

/**
 * The production server: `node dist/bff/server.js`. With a command, such as `move to-postgres`, it runs that command
 * and exits. Settings come from the environment: see docs/operators.md.
 */
const log = createLog();
try {
  const [command, ...args] = process.argv.slice(2);
  if (command !== undefined) {
    process.stdout.write(`${await runCommand(command, args, process.env, log)}\n`);
    process.exit(0);
  }
  // The handler is registered first, because an unhandled SIGHUP would end the process. A signal that arrives during
  // startup takes effect after startup.
  let running: RunningBff | undefined;
  let isReloadPending = false;
  process.on('SIGHUP', () => {
    isReloadPending = !running;
    if (running) reload(running);
  });
  const settings = readSettings(process.env);
  const CDN_FOLDER = settings.CDN_FOLDER ?? fileURLToPath(new URL('../cdn', import.meta.url));
  const bff = await startBff({ ...settings, CDN_FOLDER }, process.env, log);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log.info('stopping');
      bff.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  running = bff;
  if (isReloadPending) reload(bff);
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}

function reload(bff: RunningBff): void {
  bff.reload().catch((error: unknown) => {
    log.error('reload_failed', { error: describeError(error) });
    process.stderr.write(`${errorMessage(error)}\n`);
  });
}

/** The message of an error that the operator can fix; the stack trace of any other error. */
function errorMessage(error: unknown): string {
  const isOperatorError =
    error instanceof OperatorError || (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  if (isOperatorError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : 'unknown error';
}
