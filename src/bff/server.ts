import { fileURLToPath } from 'node:url';
import { CommandError, runCommand } from './commands/run-command.ts';
import { MissingBuildError } from './http/static-files.ts';
import { createLog } from './log.ts';
import { PartnersFileError } from './partners/load-partners.ts';
import { PayloadKeysError } from './payload/payload-keys.ts';
import { SealBrokenError } from './payload/seal.ts';
import { readSettings, SettingsError } from './settings.ts';
import { startBff } from './start.ts';

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
} catch (error) {
  // To whoever starts it, in words; these classes never carry a secret's value.
  const known =
    error instanceof PartnersFileError ||
    error instanceof SettingsError ||
    error instanceof CommandError ||
    error instanceof PayloadKeysError ||
    error instanceof SealBrokenError ||
    error instanceof MissingBuildError ||
    (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  process.stderr.write(
    `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}\n`,
  );
  process.exit(1);
}
