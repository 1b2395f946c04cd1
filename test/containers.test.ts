import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings } from '../src/bff/config/settings.ts';

const file = (name: string) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');
const stages = file('Dockerfile')
  .split(/^FROM /m)
  .slice(1);
const image = stages.at(-1) ?? '';

const service = z.object({
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  mem_limit: z.string().optional(),
  cpus: z.number().optional(),
  pids_limit: z.number().optional(),
});
const { services } = z
  .object({ services: z.record(z.string(), service) })
  .parse(parse(file('compose.yaml'), { merge: true }));
const servers = Object.entries(services).filter(([name]) => name.startsWith('server-'));

test('the image contains the build and runs as an unprivileged user', () => {
  const copied = [...image.matchAll(/^COPY --from=build \/build\/(\S+)/gm)].map(([, path]) => path);
  expect(copied).toEqual(['dist/bff', 'dist/cdn']);
  expect(image).toMatch(/^USER (?!root|0)\S+$/m);
  // Anyone who has the image can read the variables that are set in it.
  expect(file('Dockerfile')).not.toMatch(/SECRET|KEY|PASSWORD/);
});

const root = fileURLToPath(new URL('..', import.meta.url));
const contextPaths = file('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

test('the build context includes no secrets and no store', () => {
  expect(file('.dockerignore')).toMatch(/^\*$/m);
  expect(contextPaths.filter((path) => /data|secret|\.env|partners/.test(path))).toEqual([]);
});

test('the build succeeds with only the files of the build context and the installed packages', {
  timeout: 180_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-context-'));
  try {
    for (const path of contextPaths) cpSync(join(root, path), join(folder, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    await promisify(execFile)(process.execPath, ['scripts/build.ts'], { cwd: folder });
    expect(readdirSync(join(folder, 'dist'))).toEqual(expect.arrayContaining(['bff', 'cdn']));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('both servers are read-only, cannot gain privileges, and have time to shut down', () => {
  expect(servers).toHaveLength(2);
  for (const [name, { read_only, cap_drop, security_opt, stop_grace_period, volumes, ports }] of servers) {
    expect({ read_only, cap_drop, security_opt }, name).toEqual({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(Number.parseInt(stop_grace_period ?? '', 10), name).toBeGreaterThanOrEqual(30);
    expect(
      volumes?.every((volume) => volume.endsWith(':ro')),
      name,
    ).toBe(true);
    // Only the load balancer is reachable from outside.
    expect(ports, name).toBeUndefined();
  }
});

test("the servers' settings are valid after an operator has filled in the variables", () => {
  for (const [name, { environment = {} }] of servers) {
    const filled = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [
        key,
        value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'chosen'),
      ]),
    );
    const settings = readSettings({ ...filled, BFF_SECRET: 'x'.repeat(32) });
    // The server would silently ignore a misspelled variable.
    const read = Object.keys(environment).filter((key) => key !== 'PGPASSWORD');
    expect(Object.keys(settings), name).toEqual(expect.arrayContaining(read));
    // The PostgreSQL driver reads this variable.
    expect(environment.PGPASSWORD, name).toMatch(/POSTGRES_PASSWORD/);
    expect(settings.DATABASE_URL).toBe('postgres://shopper@postgres/shopper');
  }
});

test('every container is read-only, drops all capabilities, and has limits on memory, CPU and processes', () => {
  expect(Object.keys(services)).toEqual(['server-1', 'server-2', 'balancer', 'postgres']);
  for (const [name, { read_only, cap_drop, security_opt, mem_limit, cpus, pids_limit }] of Object.entries(services)) {
    expect({ read_only, cap_drop, security_opt }, name).toEqual({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect([mem_limit, cpus, pids_limit], name).not.toContain(undefined);
  }
});

test('the servers connect as a role that is not a superuser', () => {
  expect(services.postgres?.environment).not.toHaveProperty('POSTGRES_USER');
  expect(file('deploy/create-role.sh')).toContain('create role shopper login nosuperuser nocreatedb nocreaterole');
});

test('the health check uses the port that the server listens on', () => {
  expect(image).toMatch(/HEALTHCHECK[\s\S]*process\.env\.PORT/);
});

test('no package runs scripts when it is installed', () => {
  expect(file('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  expect(file('.dockerignore')).toMatch(/^!\.npmrc$/m);
});

test('the load balancer includes both servers, accepts uploads and does not buffer', () => {
  const balancer = file('deploy/nginx.conf');
  expect([...balancer.matchAll(/^\s*server ([\w-]+):8080;/gm)].map(([, name]) => name)).toEqual(
    servers.map(([name]) => name),
  );
  expect(balancer).toMatch(/client_max_body_size 11m;/);
  expect(balancer).toMatch(/proxy_buffering off;/);
  expect(balancer).toMatch(/proxy_request_buffering off;/);
  expect(balancer).toMatch(/limit_conn connections/);
  expect(balancer).toMatch(/limit_req zone=requests/);
  // At lower levels, nginx logs whole request lines.
  expect(balancer).toMatch(/^error_log stderr crit;$/m);
  // The log must contain neither a secret URL nor the query of a return URL.
  expect(balancer).not.toMatch(/\$(request|request_uri|args|query_string|http_authorization)\b/);
});

test('the load balancer closes idle connections before the servers do', () => {
  const [, balancerSeconds] = /keepalive_timeout (\d+)s;/.exec(file('deploy/nginx.conf')) ?? [];
  const [, serverMs] = /keepAliveTimeout: ([\d_]+),/.exec(file('src/bff/http/server.ts')) ?? [];
  expect(Number(balancerSeconds) * 1000).toBeLessThan(Number(serverMs?.replace('_', '')));
});

test.each(['/documents/eyJhbGciOi.J9', '/reports/ct_0123456789abcdef.AAAAAAAAAAAAAAAAAAAAAA'])(
  "the load balancer's log omits the secret in the path %s",
  (path) => {
    const balancer = file('deploy/nginx.conf');
    expect(balancer).toMatch(/log_format plain '[^']*\$logged_path[^']*';/);
    expect(balancer).not.toMatch(/log_format [^;]*\$uri/);
    const [, rules = ''] = /map \$uri \$logged_path \{([^}]*)\}/.exec(balancer) ?? [];
    const matched = [...rules.matchAll(/~(\S+) (\S+);/g)].find(([, pattern = '']) => new RegExp(pattern).test(path));
    expect(matched?.[2]).toBe(path.replace(/[^/]+$/, '-'));
  },
);
