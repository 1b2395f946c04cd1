import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Matches code that contains the name of a provider, in any spelling: `docusign`, `loadDocuSign`, `LoaClient`,
 * `ecostruxure-loa`.
 */
const namesProvider = (code: string): boolean => /docusign|ecostruxure/i.test(code) || /\bloa\b|\bLoa[A-Z]/.test(code);

/** Files that may contain the name of a provider: the provider's adapters, and the configuration of its address. */
const PROVIDER_ADAPTERS: Readonly<Record<string, readonly string[]>> = {
  // Code for DocuSign's own script in the page.
  'src/widget/signing': ['docusign.ts', 'focused-view.tsx', 'presentation.ts'],
  // Signature requests, and the upstream that sends them.
  'src/bff/signature-requests': [
    'config.ts',
    'late-agreements.ts',
    'send.ts',
    'signature-request-store.ts',
    'status.ts',
  ],
  // Configuration and startup.
  'src/bff/enrollment': ['partner-access.ts', 'msc/config.ts'],
  'src/bff/config': ['load-partners.ts', 'partners-schema.ts'],
  'src/bff/bootstrap': ['start.ts'],
  'src/bff': ['app-context.ts'],
  // The hosted page's policy, the page check and the session response.
  'src/bff/hosted-page': ['csp.ts'],
  'src/bff/page-check': ['check-policy.ts'],
  'src/bff/sessions': ['routes.ts'],
  'src/wire': ['session.ts'],
};

/**
 * Production files without their comments. Comments may contain the name of a provider, because only code can branch on
 * it.
 */
const sourceFiles = ['src/bff', 'src/widget', 'src/wire'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|-stage\.|fake-bff|i18n/.test(file))
    .map((file) => {
      const code = readFileSync(join(root, folder, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/(^|\s)\/\/.*$/gm, '');
      return { file: join(folder, file), code };
    }),
);
const filesNamingProviders = sourceFiles.filter(({ code }) => namesProvider(code)).map(({ file }) => file);
const allowedFiles = Object.entries(PROVIDER_ADAPTERS).flatMap(([folder, files]) =>
  files.map((file) => join(folder, file)),
);

test("only a provider's adapter and configuration contain its name, so no other code can branch on it", () => {
  expect(filesNamingProviders.filter((file) => !allowedFiles.includes(file))).toEqual([]);
});

test('every file on the list of exceptions contains the name of a provider', () => {
  expect(allowedFiles.filter((file) => !filesNamingProviders.includes(file))).toEqual([]);
});
