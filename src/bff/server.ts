import { fileURLToPath } from 'node:url';
import { CommandError, runCommand } from './commands/run-command.ts';
import { MissingBuildError } from './http/static-files.ts';
import { createLog, describeError } from './log.ts';
import { PartnersFileError } from './partners/load-partners.ts';
import { SignerModuleError } from './partners/signer-module.ts';
import { PayloadKeysError } from './payload/payload-keys.ts';
import { SealBrokenError } from './payload/seal.ts';
import { readSettings, SettingsError } from './settings.ts';
import { type RunningBff, startBff } from './start.ts';

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
  let askedBefore = false;
  process.on('SIGHUP', () => {
    askedBefore = !running;
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
  if (askedBefore) reload(bff);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}

function reload(bff: RunningBff): void {
  bff.reload().catch((error: unknown) => {
    log.error('reload_failed', { error: describeError(error) });
    process.stderr.write(`${inWords(error)}\n`);
  });
}

/** To whoever starts it, in words; these classes never carry a secret's value. */
function inWords(error: unknown): string {
  const known =
    error instanceof PartnersFileError ||
    error instanceof SignerModuleError ||
    error instanceof SettingsError ||
    error instanceof CommandError ||
    error instanceof PayloadKeysError ||
    error instanceof SealBrokenError ||
    error instanceof MissingBuildError ||
    (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  if (known) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : 'unknown error';
}
