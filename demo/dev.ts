import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBrowserCode } from '../scripts/build.ts';
import { createDemoKeys } from './demo-keys.ts';
import { demoAddresses } from './servers.ts';

/**
 * `npm run dev`: does the same as `npm start`, but runs from source. When a file is saved, Vite rebuilds the browser
 * code or the affected server restarts, and open pages reload. Keys and store are kept in `.dev/` between runs. The
 * simulator loses its contracts when it restarts.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.dev');
const serverScript = fileURLToPath(new URL('dev-server.ts', import.meta.url));
/**
 * How long to wait for further changes: editors save a file in several steps, and switching branches changes many
 * files.
 */
const QUIET_MS = 100;

mkdirSync(folder, { recursive: true });
const keysFile = join(folder, 'keys.json');
if (!existsSync(keysFile)) writeFileSync(keysFile, JSON.stringify(await createDemoKeys()), { mode: 0o600 });

const isBrowserCode = (path: string) => /^(src\/(widget|loader|wire)|demo\/(builder|control-panel))\//.test(path);
const isServerCode = (path: string) => /^(src\/(bff|upstreams|wire)|demo)\//.test(path);
const isSimulatorCode = (path: string) => /^src\/(simulator|upstreams)\//.test(path);

const servers = new Map<string, ChildProcess>();

/**
 * Starts or restarts a server and waits until it is ready. If the server fails to start, it prints the error and exits,
 * and the next change starts it again.
 */
async function restart(name: 'bff' | 'simulator'): Promise<void> {
  const running = servers.get(name);
  if (running?.exitCode === null) {
    running.kill('SIGTERM');
    await once(running, 'exit');
  }
  const child = fork(serverScript, [name, folder], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  servers.set(name, child);
  await Promise.race([once(child, 'message'), once(child, 'exit')]);
}

const changed = new Set<string>();
let isApplying = false;

async function applyChanges(): Promise<void> {
  if (isApplying) return;
  isApplying = true;
  while (changed.size) {
    const paths = [...changed];
    changed.clear();
    process.stdout.write(`  Changed: ${paths.join(', ')}\n`);
    try {
      if (paths.some(isSimulatorCode)) await restart('simulator');
      if (paths.some(isBrowserCode)) await buildBrowserCode();
      // The BFF serves the built files, so it restarts after a build. Open pages reload when they reconnect to the BFF.
      if (paths.some((path) => isBrowserCode(path) || isServerCode(path))) await restart('bff');
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    }
  }
  isApplying = false;
}

await buildBrowserCode();
await restart('simulator');
await restart('bff');
process.stdout.write(`${demoAddresses}\n  Watching for changes. Stop with Ctrl-C.\n`);

let timer: NodeJS.Timeout | undefined;
for (const watched of ['src', 'demo']) {
  watch(join(root, watched), { recursive: true }, (_event, name) => {
    if (!name || name.includes('.test.')) return;
    changed.add(`${watched}/${name}`);
    clearTimeout(timer);
    timer = setTimeout(applyChanges, QUIET_MS);
  });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const server of servers.values()) server.kill('SIGTERM');
    process.exit(0);
  });
}
