import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from 'vite';
import { browserTargets } from './browser-targets.ts';
import { integrityPlugin, type WidgetFiles } from './integrity-plugin.ts';
import { lazyParts } from './lazy-parts.ts';

const sourceUrl = new URL('../src/widget/', import.meta.url);
const sourceFolder = fileURLToPath(sourceUrl);
const i18nFolder = fileURLToPath(new URL('i18n/', sourceUrl));
const parts = Object.entries(lazyParts).map(([name, modules]) => ({ name, paths: modules.map(pathOf) }));

/**
 * The messages of a language other than English, except those that `lazy-parts.ts` lists, are one part: `messages-es`.
 *
 * @returns the name of that part; undefined for other modules
 */
function messagesPartOf(id: string): string | undefined {
  const [, language] = id.startsWith(i18nFolder) ? (/^(\w+)\//.exec(id.slice(i18nFolder.length)) ?? []) : [];
  return language === undefined || language === 'en' ? undefined : `messages-${language}`;
}

/** @throws Error when the module is loaded lazily but is in no part */
function partOf(id: string): string {
  const part = parts.find(({ paths }) => paths.includes(id));
  if (part) return part.name;
  const messages = messagesPartOf(id);
  if (messages) return messages;
  throw new Error(`vite/lazy-parts.ts: no part contains ${id}`);
}

/**
 * Builds the widget for pages that use the script tag: `dist/cdn/assets/*`.
 *
 * @param onBuilt receives the files that the loader needs
 */
export const widgetConfig = (onBuilt: (files: WidgetFiles) => void): UserConfig => ({
  publicDir: false,
  oxc: { jsx: { importSource: 'preact' } },
  plugins: [integrityPlugin({ sourceFolder, partOf, importVerified: pathOf('verified-import.ts'), onBuilt })],
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    target: browserTargets,
    cssTarget: browserTargets,
    modulePreload: false,
    lib: { entry: 'src/widget/entry.ts', formats: ['es'] },
    rolldownOptions: {
      // Allows the entry chunk to export the code that it shares with lazy parts. Otherwise the build would add a
      // second file that only re-exports `mount`.
      preserveEntrySignatures: 'allow-extension',
      output: {
        minify: true,
        // Pages do not bundle these files again, so they need no hints for tree shaking.
        comments: { annotation: false },
        entryFileNames: 'assets/app-[hash:7].js',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
        codeSplitting: {
          groups: [
            { name: 'app', priority: 100, test: (id: string) => id === pathOf('entry.ts') },
            ...parts.map(({ name, paths }, index) => ({
              name,
              priority: 99 - index,
              test: (id: string) => paths.includes(id.replace(/\?inline$/, '')),
            })),
            {
              name: (id: string) => messagesPartOf(id) ?? null,
              priority: 1,
              test: (id: string) => messagesPartOf(id) !== undefined,
            },
          ],
        },
      },
    },
  },
});

/** @throws Error when the module does not exist: otherwise, its part would silently be empty */
function pathOf(module: string): string {
  const path = fileURLToPath(new URL(module, sourceUrl));
  if (!existsSync(path)) throw new Error(`vite/lazy-parts.ts: there is no src/widget/${module}`);
  return path;
}
