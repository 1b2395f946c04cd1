import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readSettings } from '../src/bff/settings.ts';

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

test('what is shipped in the image is what was built, and runs as nobody in particular', () => {
  const copied = [...image.matchAll(/^COPY --from=build \/build\/(\S+)/gm)].map(([, path]) => path);
  expect(copied).toEqual(['dist/bff', 'dist/cdn']);
  expect(image).toMatch(/^USER (?!root|0)\S+$/m);
  // A variable that is set in an image can be read in it.
  expect(file('Dockerfile')).not.toMatch(/SECRET|KEY|PASSWORD/);
});

test('all that the build reads goes to it, and neither secrets nor a store', () => {
  const letIn = file('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  expect(file('.dockerignore')).toMatch(/^\*$/m);
  for (const path of letIn) expect(existsSync(fileURLToPath(new URL(`../${path}`, import.meta.url))), path).toBe(true);
  expect(letIn).toEqual(expect.arrayContaining(['package-lock.json', 'src', 'scripts', 'demo', 'vite.config.ts']));
  expect(letIn.filter((path) => /data|secret|\.env|partners/.test(path))).toEqual([]);
});

test('two servers can write nowhere, gain no rights, and are given time to end', () => {
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
    // Only the balancer is reached from outside.
    expect(ports, name).toBeUndefined();
  }
});

test('their settings are settings, with the variables filled in as an operator would', () => {
  for (const [name, { environment = {} }] of servers) {
    const filled = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [
        key,
        value.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'chosen'),
      ]),
    );
    const settings = readSettings({ ...filled, BFF_SECRET: 'x'.repeat(32) });
    // What is read under another name than it was given is not read at all.
    expect(Object.keys(settings), name).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(settings.DATABASE_URL).toBe('postgres://shopper:chosen@postgres/shopper');
  }
});

test('the balancer knows each server, lets a bill through, and holds nothing back', () => {
  const balancer = file('deploy/nginx.conf');
  expect([...balancer.matchAll(/^\s*server ([\w-]+):8080;/gm)].map(([, name]) => name)).toEqual(
    servers.map(([name]) => name),
  );
  expect(balancer).toMatch(/client_max_body_size 11m;/);
  expect(balancer).toMatch(/proxy_buffering off;/);
  expect(balancer).toMatch(/proxy_request_buffering off;/);
  // Neither a document's secret address nor the query of a way back.
  expect(balancer).not.toMatch(/\$(request|request_uri|args|query_string|http_authorization)\b/);
});
