import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../scripts/find-postgres.ts';

/**
 * A PostgreSQL of our own for the length of a run: in a temporary folder, reached by a socket in it only, and without fsync,
 * since it is thrown away. PostgreSQL refuses to run as root: there it runs as `postgres`, and ends with us however we end.
 */
export const startPostgres = async (): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const programs = findPostgres();
  if (!programs) throw new Error('PostgreSQL is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'shopper-postgres-'));
  const data = join(folder, 'data');
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    const { stdout } = spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' });
    chownSync(folder, Number(stdout), 0);
    chmodSync(folder, 0o711);
  }
  const command = (program: string, args: readonly string[]): [string, string[]] => {
    const file = join(programs, program);
    return asRoot
      ? ['setpriv', ['--pdeathsig=QUIT', '--reuid=postgres', '--regid=postgres', '--clear-groups', file, ...args]]
      : [file, [...args]];
  };
  const options: SpawnOptions = { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
  const made = spawnSync(
    ...command('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--encoding=UTF8', '--locale=C']),
    { cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'max_connections=200'];
  const server = spawn(
    ...command('postgres', ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]),
    options,
  );
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-2_000);
  });
  const gone = once(server, 'exit');
  while (!(existsSync(join(folder, '.s.PGSQL.5432')) && said.includes('ready to accept connections'))) {
    if (server.exitCode !== null) throw new Error(`postgres: ${said}`);
    await Promise.race([gone, once(server.stderr ?? server, 'data')]);
  }
  return {
    url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      // "Immediate": there is nothing to save.
      server.kill('SIGQUIT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
