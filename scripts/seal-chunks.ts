import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import terser from 'terser/package.json' with { type: 'json' };
import type { Plugin } from 'vite';

const chunkModule = fileURLToPath(new URL('../src/widget/chunk.ts', import.meta.url));
const mark = '__CHUNK__';
/** `"__CHUNK__",()=>import("./wire-Bx3f.js").then(e=>e.a))`, as it comes out of the bundler. */
const written = new RegExp(
  `["'\`]${mark}["'\`],\\(\\)=>import\\(["'\`]\\./([\\w-]+\\.js)["'\`]\\)(\\.then\\(\\w+=>\\w+\\.\\w+\\))?\\)`,
  'g',
);

/** The SRI value of a file's bytes (https://www.w3.org/TR/SRI/). */
export const integrityOf = (bytes: Uint8Array | string): string =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** Sends each `import()` of the widget through its one loading function. `sealChunks` fills in the names later. */
export const throughChunk = (): Plugin => ({
  name: 'through-chunk',
  enforce: 'post',
  // A file is kept for a year under its name: what is done to it after it was named must be in the name.
  augmentChunkHash: () => integrityOf(readFileSync(fileURLToPath(import.meta.url))) + terser.version,
  transform(code, id) {
    if (!id.includes('/src/widget/') || id === chunkModule) return;
    const through = code.replace(/\bimport\(\s*(['"][^'"]+['"])\s*\)/g, `__chunk("${mark}", () => import($1))`);
    return through === code
      ? undefined
      : `import { chunk as __chunk } from ${JSON.stringify(chunkModule)};\n${through}`;
  },
});

/**
 * Finishes a build of the widget: its first file becomes one that mounts by itself, each `import()` learns the name of
 * its file, and what each file must hash to is written down in a file of its own, whose hash the first file holds.
 *
 * @param folder `dist/cdn/assets`
 * @returns the first file's name
 */
export const sealChunks = async (folder: string): Promise<string> => {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const write = (name: string, code: string) => writeFileSync(join(folder, name), code);
  const first = joinEntry(folder);

  for (const name of readdirSync(folder)) {
    const code = read(name).replace(written, '`$1`)$2');
    if (code.includes(mark)) throw new Error(`${name} has an import() that could not be sealed`);
    // The bundler has done most of it; once more takes off about one per cent.
    const { code: small } = await minify(code, { module: true, ecma: 2020, compress: { passes: 3 } });
    write(name, small ?? code);
  }

  const seals = Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name !== first)
      .map((name) => [name, [integrityOf(read(name)), ...importedBy(read(name)).filter((file) => file !== first)]]),
  );
  const code = `export default ${JSON.stringify(seals)};`;
  const file = `seals-${createHash('sha256').update(code).digest('base64url').slice(0, 6)}.js`;
  write(file, code);
  const before = read(first);
  if (!before.includes('__SEALS__')) throw new Error(`${first} has no place for the seals`);
  write(first, before.replace('__SEALS__', `${file} ${integrityOf(code)}`));
  return first;
};

/** A module's static imports. Chunks import no further than one deep, save for the first file, which is there already. */
const importedBy = (code: string): string[] => [
  ...new Set([...code.matchAll(/\b(?:from|import)\s*["'`]\.\/([\w-]+\.js)["'`]/g)].map(([, name]) => name ?? '')),
];

/**
 * The bundler gives an entry that shares its modules a file of its own, which only passes them on. The file with the
 * modules exports `mount` itself instead: one file less to wait for.
 */
const joinEntry = (folder: string): string => {
  const entry = readdirSync(folder).find((name) => name.startsWith('entry-'));
  const code = entry && readFileSync(join(folder, entry), 'utf8');
  const [, letter, first] = /^export\{(\w+) as mount\}from["'`]\.\/([\w-]+\.js)["'`];?\s*$/.exec(code || '') ?? [];
  if (!entry || !letter || !first) throw new Error(`the widget's entry is not as expected: ${code}`);
  const path = join(folder, first);
  const bundle = readFileSync(path, 'utf8');
  const [, local] = new RegExp(`[{,](\\w+) as ${letter}[,}]`).exec(bundle.slice(bundle.lastIndexOf('export{'))) ?? [];
  if (!local) throw new Error(`${first} does not export ${letter}`);
  const at = bundle.lastIndexOf('export{') + 'export{'.length;
  writeFileSync(path, `${bundle.slice(0, at)}${local} as mount,${bundle.slice(at)}`);
  rmSync(join(folder, entry));
  return first;
};
