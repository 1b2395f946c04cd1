import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let project = '';
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'consumer-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(join(root, 'dist/npm'), join(project, 'node_modules/commercial-shopper'));
  for (const name of ['react', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
});
afterEach(() => rmSync(project, { recursive: true }));

/** Output of a program that runs in another project. */
function run(...command: string[]): string {
  try {
    return execFileSync(process.execPath, command, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}
function check(code: string): string {
  writeFileSync(join(project, 'page.ts'), code);
  const options =
    '--noEmit --strict --exactOptionalPropertyTypes --module nodenext --target es2024 --lib es2024,dom --types react';
  return run(join(root, 'node_modules/typescript/bin/tsc'), ...options.split(' '), 'page.ts');
}

test('the package can be imported on a server, for server-side rendering', () => {
  writeFileSync(
    join(project, 'page.js'),
    `import { mount } from 'commercial-shopper';
     import { CommercialShopper } from 'commercial-shopper/react';
     console.log(typeof mount, typeof CommercialShopper);`,
  );
  // React is resolved from the package's real location, so it comes from our node_modules.
  expect(run('page.js')).toBe('function function\n');
});

test("the package's types describe the options, the handle and the events", () => {
  expect(
    check(`import { mount } from 'commercial-shopper';
      import { CommercialShopper } from 'commercial-shopper/react';
      import { createElement } from 'react';
      const shop = mount('#here', { api: 'https://shop.example', site: 'pk_live_x', postalCode: '75201' });
      shop.update({ locale: 'en-US' });
      shop.open();
      shop.destroy();
      createElement(CommercialShopper, { api: '', site: '', onEvent: (event) => 'code' in event.detail && event.detail.code.trim() });
      export {};`),
  ).toBe('');
});

test.each([
  ['an unknown option', `mount('#here', { api: '', site: '', unknownOption: 'red' });`],
  ['options without `api`', `mount('#here', { site: '' });`],
  ['a number instead of a string', `mount('#here', { api: '', site: '', postalCode: 75201 });`],
])("the package's types reject %s", (_, line) => {
  expect(check(`import { mount } from 'commercial-shopper';\n${line}`)).toMatch(/error TS/);
});
