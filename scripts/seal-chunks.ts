import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import terser from 'terser/package.json' with { type: 'json' };
import type { Plugin } from 'vite';
import { shortKeys } from './short-keys.ts';

const chunkModule = fileURLToPath(new URL('../src/widget/chunk.ts', import.meta.url));
const keys = shortKeys(fileURLToPath(new URL('..', import.meta.url)));
const mark = '__CHUNK__';
/** `"__CHUNK__",()=>import("./steps-Bx3f.js").then(e=>e.a))`, as it comes out of the bundler. */
const written = new RegExp(
  `["'\`]${mark}["'\`],\\(\\)=>import\\(["'\`]\\./([\\w-]+\\.js)["'\`]\\)(?:\\.then\\([\\w$]+=>[\\w$]+\\.[\\w$]+\\))?\\)`,
  'g',
);
/** `Xe=e({findOffers:()=>tt,css:()=>c})`: what one module of a chunk exports, of which the bundler makes an object. */
const namespace = /([\w$]+)=\/\* @__PURE__ \*\/ ([\w$]+)\(\{((?:\w+:\(\)=>[\w$]+,?)+)\}\)/g;
/** The files whose seals another file holds, by what each is named after: see `src/widget/chunk.ts`. */
const ahead: Readonly<Record<string, readonly string[]>> = {
  // In this order: what a file holds is part of what it hashes to.
  steps: ['tracking-step', 'tracking', 'focused-view'],
  'after-paint': ['steps', 'signing', 'words-en'],
};

/** The SRI value of a file's bytes (https://www.w3.org/TR/SRI/). */
export const integrityOf = (bytes: Uint8Array | string): string =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** Sends each `import()` of the widget through its one loading function. `sealChunks` fills in the names later. */
export const throughChunk = (): Plugin => ({
  name: 'through-chunk',
  enforce: 'post',
  // A file is kept for a year under its name: what is done to it after it was named must be in the name.
  augmentChunkHash: () =>
    integrityOf(readFileSync(fileURLToPath(import.meta.url))) + terser.version + JSON.stringify([...keys]),
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
 * its file, and files learn what those after them must hash to, up to the first, which knows where all of it is written.
 *
 * @param folder `dist/cdn/assets`
 * @returns the first file's name
 */
export const sealChunks = async (folder: string): Promise<string> => {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const write = (name: string, code: string) => writeFileSync(join(folder, name), code);
  const first = joinEntry(folder);

  for (const name of readdirSync(folder)) {
    const code = exportPlainly(name, read(name).replace(written, '`$1`)'));
    if (code.includes(mark)) throw new Error(`${name} has an import() that could not be sealed`);
    // The bundler has done most of it; once more takes off about one per cent.
    const { code: small } = await minify(code, {
      module: true,
      ecma: 2020,
      // Nothing of ours or of Preact is made with `new` that is no class and knows no `this`.
      compress: { passes: 3, unsafe_arrows: true },
      mangle: { properties: { regex: new RegExp(`^(${[...keys.keys()].join('|')})$`) } },
      nameCache: { props: { props: Object.fromEntries([...keys].map(([key, short]) => [`$${key}`, short])) } },
    });
    write(name, small ?? code);
  }
  for (const name of readdirSync(folder).filter((name) => name.startsWith('rolldown-runtime-'))) {
    rmSync(join(folder, name));
  }

  /** All that a file brings along, each after what it imports itself. The first file is there already. */
  const broughtBy = (name: string, before: readonly string[] = [first]): string[] =>
    importedBy(read(name))
      .filter((file) => !before.includes(file))
      .flatMap((file) => [...broughtBy(file, [...before, name]), file]);
  const sealOf = (name: string) => [integrityOf(read(name)), ...new Set(broughtBy(name))];
  const sealsOf = (names: readonly string[]) =>
    `export const seals=${JSON.stringify(Object.fromEntries(names.map((name) => [name, sealOf(name)])))};`;
  const named = (stem: string) => {
    const [name, ...others] = readdirSync(folder).filter((file) => new RegExp(`^${stem}-[\\w-]{6}\\.js$`).test(file));
    if (!name || others.length) throw new Error(`there is not one file called ${stem}`);
    return name;
  };
  const known = [first, ...Object.entries(ahead).flatMap(([holder, held]) => [holder, ...held].map(named))];
  for (const [holder, held] of Object.entries(ahead)) {
    const files = held.map(named);
    const besides = files.flatMap((file) => broughtBy(file)).filter((file) => !known.includes(file));
    write(named(holder), read(named(holder)) + sealsOf([...new Set([...files, ...besides])]));
  }
  const next = named('after-paint');
  const code = sealsOf(readdirSync(folder).filter((name) => name !== first));
  const rest = `seals-${createHash('sha256').update(code).digest('base64url').slice(0, 6)}.js`;
  write(rest, code);
  const before = read(first);
  if (!before.includes('__SEALS__')) throw new Error(`${first} has no place for the seals`);
  write(first, before.replace('__SEALS__', `${next} ${integrityOf(read(next))} ${rest} ${integrityOf(code)}`));
  return first;
};

/**
 * A chunk of several modules has an object for each, made by a helper in a file of its own. What is in them is exported by
 * the chunk itself instead: an `import()` of any of them is one of the chunk.
 */
const exportPlainly = (name: string, code: string): string => {
  const helper = /import\{\w+ as ([\w$]+)\}from["'`]\.\/rolldown-runtime-[\w-]+\.js["'`];/.exec(code);
  if (!helper) return code;
  const [statement, made] = helper;
  const exported = new Map<string, string>();
  const objects = new Set<string>();
  const plain = code.replace(statement, '').replace(namespace, (whole, object: string, by: string, pairs: string) => {
    if (by !== made) return whole;
    objects.add(object);
    for (const [, key = '', local = ''] of pairs.matchAll(/(\w+):\(\)=>([\w$]+)/g)) {
      if (exported.has(key)) throw new Error(`two modules in ${name} export ${key}`);
      exported.set(key, local);
    }
    return object;
  });
  const at = plain.lastIndexOf('export{');
  const others = plain.slice(at + 'export{'.length, plain.lastIndexOf('}')).split(',');
  const kept = others.filter((one) => !objects.has(one.split(' ')[0] ?? ''));
  if (kept.length + objects.size !== others.length) throw new Error(`${name} does not export what its modules do`);
  const all = [...kept, ...[...exported].map(([key, local]) => (key === local ? key : `${local} as ${key}`))];
  return `${plain.slice(0, at)}export{${all.join(',')}};`;
};

/** A module's static imports. */
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
  const [, letter, first] = /^export\{([\w$]+) as mount\}from["'`]\.\/([\w-]+\.js)["'`];?\s*$/.exec(code || '') ?? [];
  if (!entry || !letter || !first) throw new Error(`the widget's entry is not as expected: ${code}`);
  const path = join(folder, first);
  const bundle = readFileSync(path, 'utf8');
  const [, local] =
    new RegExp(`[{,]([\\w$]+) as ${letter}[,}]`).exec(bundle.slice(bundle.lastIndexOf('export{'))) ?? [];
  if (!local) throw new Error(`${first} does not export ${letter}`);
  const at = bundle.lastIndexOf('export{') + 'export{'.length;
  writeFileSync(path, `${bundle.slice(0, at)}${local} as mount,${bundle.slice(at)}`);
  rmSync(join(folder, entry));
  return first;
};
