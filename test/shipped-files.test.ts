import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };

const cdn = fileURLToPath(new URL('../dist/cdn', import.meta.url));
const entry = z.object({
  file: z.string(),
  raw: z.number(),
  gzip: z.number(),
  brotli: z.number(),
  integrity: z.string(),
});
const manifest = z.array(entry).parse(JSON.parse(readFileSync(join(cdn, 'manifest.json'), 'utf8')));

test('the manifest lists exactly the shipped files, with their sizes and hashes', () => {
  const shipped = [
    'shopper.js',
    `v${packageJson.version}/shopper.js`,
    ...readdirSync(join(cdn, 'assets')).map((name) => `assets/${name}`),
  ];
  expect(manifest.map(({ file }) => file).sort()).toEqual(shipped.sort());
  for (const { file, raw, integrity } of manifest) {
    const bytes = readFileSync(join(cdn, file));
    expect(raw).toBe(bytes.byteLength);
    expect(integrity).toBe(`sha384-${createHash('sha384').update(bytes).digest('base64')}`);
  }
});

test('the loader is at most 2 kB when compressed with Brotli', () => {
  expect(manifest.find(({ file }) => file === 'shopper.js')?.brotli).toBeLessThanOrEqual(2_000);
});

test.each(['msw', 'simulator', 'X-Api-Key', 'PRIVATE KEY', 'whsec_', 'graphql'])(
  'no file that pages load contains %j',
  (word) => {
    // Hashes are removed, because a short word may occur in one by coincidence.
    const textOf = (file: string) => readFileSync(join(cdn, file), 'utf8').replace(/sha256-[\w+/]+/g, '');
    const matches = manifest.filter(({ file }) => textOf(file).toLowerCase().includes(word.toLowerCase()));
    expect(matches.map(({ file }) => file)).toEqual([]);
  },
);

test('the production server does not contain the simulator', () => {
  const server = readFileSync(join(cdn, '../bff/server.js'), 'utf8');
  for (const word of ['setupServer', 'startSimulator', '/ceremony/', 'SPECIMEN']) expect(server).not.toContain(word);
});
