import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

test('the build context includes everything that the build reads, but no secrets and no store', () => {
  const includedPaths = file('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  expect(file('.dockerignore')).toMatch(/^\*$/m);
  for (const path of includedPaths)
    expect(existsSync(fileURLToPath(new URL(`../${path}`, import.meta.url))), path).toBe(true);
  expect(includedPaths).toEqual(
    expect.arrayContaining(['package-lock.json', 'src', 'scripts', 'demo', 'vite.config.ts']),
  );
  expect(includedPaths.filter((path) => /data|secret|\.env|partners/.test(path))).toEqual([]);
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
    expect(Object.keys(settings), name).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(settings.DATABASE_URL).toBe('postgres://shopper:chosen@postgres/shopper');
  }
});

test('the load balancer includes both servers, accepts uploads and does not buffer', () => {
  const balancer = file('deploy/nginx.conf');
  expect([...balancer.matchAll(/^\s*server ([\w-]+):8080;/gm)].map(([, name]) => name)).toEqual(
    servers.map(([name]) => name),
  );
  expect(balancer).toMatch(/client_max_body_size 11m;/);
  expect(balancer).toMatch(/proxy_buffering off;/);
  expect(balancer).toMatch(/proxy_request_buffering off;/);
  // The log must contain neither a document's secret URL nor the query of a return URL.
  expect(balancer).not.toMatch(/\$(request|request_uri|args|query_string|http_authorization)\b/);
});
