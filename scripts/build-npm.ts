import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { contractStatus } from '../src/wire/contract.ts';

/**
 * Completes the npm package that the bundler wrote to `dist/npm`: adds its `package.json` and the type declarations
 * that its two entries use.
 *
 * @param root root of the repository
 */
export function emitNpmPackage(root: string): void {
  const types = join(root, 'dist/.types');
  const out = join(root, 'dist/npm');
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.npm.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  // The only wire type that a page needs. Its values are listed, because importing the schema would also import zod's
  // types.
  const statuses = `export type ContractStatus = ${contractStatus.options.map((status) => `'${status}'`).join(' | ')};\n`;
  const done = new Set<string>();
  const copy = (file: string): void => {
    if (done.has(file)) return;
    done.add(file);
    const text = file === 'wire/contract' ? statuses : readFileSync(join(types, `${file}.d.ts`), 'utf8');
    const path = join(out, 'types', `${file}.d.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replace(/(from '\.[^']*)\.tsx?'/g, "$1.js'"));
    for (const [, next = ''] of text.matchAll(/from '(\.[^']*)\.tsx?'/g)) copy(normalize(join(dirname(file), next)));
  };
  for (const entry of ['index', 'react']) copy(`loader/npm/${entry}`);
  rmSync(types, { recursive: true });

  const entry = (name: string) => ({ types: `./types/loader/npm/${name}.d.ts`, default: `./${name}.js` });
  const { name, version, description, license } = packageJson;
  const written = {
    name,
    version,
    description,
    license,
    type: 'module',
    sideEffects: false,
    exports: { '.': entry('index'), './react': entry('react') },
    peerDependencies: { react: '>=18' },
    peerDependenciesMeta: { react: { optional: true } },
  };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(written, null, 2)}\n`);
}
