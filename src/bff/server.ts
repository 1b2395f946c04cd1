import { fileURLToPath } from 'node:url';
import { type RunningBff, startBff } from './bootstrap/start.ts';
import { CommandError, runCommand } from './commands/run-command.ts';
import { PartnersFileError } from './config/load-partners.ts';
import { readSettings, SettingsError } from './config/settings.ts';
import { SignerModuleError } from './config/signer-module.ts';
import { DecryptionError } from './encryption/envelope-encryption.ts';
import { PayloadKeysError } from './encryption/payload-keys.ts';
import { MissingBuildError } from './http/static-files.ts';
import { createLog, describeError } from './log.ts';

/**
 * The production server: `node dist/bff/server.js`; with a command, like `move to-postgres`, that instead. Settings come from
 * the environment, see docs/operators.md.
 */
const log = createLog();
try {
  const [command, ...args] = process.argv.slice(2);
  if (command !== undefined) {
    process.stdout.write(`${await runCommand(command, args, process.env, log)}\n`);
    process.exit(0);
  }
  // Before anything is read: a signal that nobody heeds would end the process, and one that comes in between is not lost.
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

/** To whoever starts it, in words; these classes never carry a secret's value. */
function errorMessage(error: unknown): string {
  const known =
    error instanceof PartnersFileError ||
    error instanceof SignerModuleError ||
    error instanceof SettingsError ||
    error instanceof CommandError ||
    error instanceof PayloadKeysError ||
    error instanceof DecryptionError ||
    error instanceof MissingBuildError ||
    (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  if (known) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : 'unknown error';
}
