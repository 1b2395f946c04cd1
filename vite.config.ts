import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';
import { findPostgres } from './scripts/find-postgres.ts';
import { throughChunk } from './scripts/seal-chunks.ts';

const chromium = findChromium();
/** zod's bytes stay out of strangers' pages: see the file. */
const resolve = { alias: { 'zod/mini': fileURLToPath(new URL('src/widget/schemas.ts', import.meta.url)) } };
const browsers = ['chrome123', 'firefox128', 'safari17.5'];

/**
 * What is built, by `--mode`: `app` and `loader` go into strangers' pages (dist/cdn), `npm` into those that bundle us
 * themselves (dist/npm), `bff` is the production server, `panel` and `builder` are the scripts of the demo's pages.
 * `scripts/build.ts` runs them in order. Without a mode: the test projects.
 */
export default defineConfig(({ mode }): ViteUserConfig => {
  switch (mode) {
    case 'app':
      return {
        publicDir: false,
        oxc: {
          jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' },
          jsxInject: "import { h, Fragment } from 'preact';",
        },
        resolve,
        plugins: [throughChunk()],
        build: {
          outDir: 'dist/cdn',
          emptyOutDir: true,
          target: browsers,
          cssTarget: browsers,
          modulePreload: false,
          lib: { entry: 'src/widget/entry.ts', formats: ['es'], fileName: () => 'assets/entry-[hash:6].js' },
          rolldownOptions: {
            output: {
              minify: true,
              // Names stand in other files: two letters less in each are felt in the first paint.
              entryFileNames: 'assets/entry-[hash:6].js',
              chunkFileNames: ({ facadeModuleId }) =>
                `assets/${/i18n\/es\/(?!spanish)/.test(facadeModuleId ?? '') ? 'es-' : ''}[name]-[hash:6].js`,
              // Few files for few round trips, and larger ones compress better. What the first paint needs comes whole, or the
              // schemas would come with it.
              codeSplitting: {
                groups: [
                  { name: 'app', test: /src\/widget\/(entry\.ts|mount\.tsx)$/, priority: 4 },
                  {
                    name: 'after-paint',
                    test: /widget\/(after-paint|bff\/bff-client|rates\/(rates-calls|form-check)|i18n\/en\/later)\.ts$/,
                    priority: 3,
                  },
                  // Who comes back to a contract needs these too, and not the steps before it.
                  {
                    name: 'signing',
                    test: /wire\/contract-record\.ts|widget\/(controls\/(pair|call-us)\.tsx|signing\/(presentation|go-to-signing)\.ts|step\.css)/,
                    priority: 2,
                  },
                  { name: 'steps', test: /widget\/steps\.ts$/, priority: 1 },
                  ...['en', 'es'].map((language) => ({
                    name: `words-${language}`,
                    test: new RegExp(`i18n/${language}/(offers|customer|signing)\\.ts$`),
                    priority: 1,
                  })),
                ],
              },
            },
          },
        },
      };
    case 'loader':
      return {
        publicDir: false,
        build: {
          outDir: 'dist/cdn',
          emptyOutDir: false,
          target: browsers,
          lib: {
            entry: 'src/loader/loader.ts',
            formats: ['iife'],
            name: 'CommercialShopper',
            fileName: () => 'shopper.js',
          },
          rolldownOptions: { output: { minify: true } },
        },
      };
    case 'npm':
      return {
        publicDir: false,
        resolve,
        oxc: { jsx: { importSource: 'preact' } },
        build: {
          outDir: 'dist/npm',
          emptyOutDir: true,
          target: browsers,
          cssTarget: browsers,
          modulePreload: false,
          lib: { entry: { index: 'src/loader/npm/index.ts', react: 'src/loader/npm/react.ts' }, formats: ['es'] },
          rolldownOptions: { external: ['react'], output: { chunkFileNames: 'chunks/[name]-[hash].js' } },
        },
      };
    case 'panel':
    case 'builder':
      return {
        publicDir: false,
        oxc: { jsx: { importSource: 'preact' } },
        build: {
          outDir: 'dist/demo',
          emptyOutDir: mode === 'panel',
          target: browsers,
          lib: { entry: `demo/${mode}/${mode}.tsx`, formats: ['es'], fileName: () => `${mode}.js` },
        },
      };
    case 'bff':
      return {
        publicDir: false,
        // Native: it is installed for the machine it runs on, and stands beside the bundle.
        ssr: { noExternal: true, external: ['sharp'] },
        build: {
          outDir: 'dist/bff',
          emptyOutDir: true,
          target: 'node24',
          ssr: 'src/bff/server.ts',
          rolldownOptions: { output: { entryFileNames: 'server.js' } },
        },
      };
    default:
      return {
        oxc: { jsx: { importSource: 'preact' } },
        test: {
          projects: [
            {
              extends: true,
              test: {
                name: 'node',
                environment: 'node',
                include: ['{src,test,scripts}/**/*.test.ts'],
                exclude: ['test/postgres/**'],
                globalSetup: 'test/build-first.ts',
                testTimeout: 20_000,
              },
            },
            ...onPostgres(),
            {
              extends: true,
              // Named beforehand: a dependency found on the way would be bundled anew, and a page with two Preacts fails.
              optimizeDeps: {
                include: [
                  'preact',
                  'preact/hooks',
                  'preact/jsx-runtime',
                  'preact/jsx-dev-runtime',
                  '@preact/signals',
                  '@testing-library/preact',
                  'zod/mini',
                  'axe-core',
                ],
              },
              test: {
                name: 'browser',
                // Files share one tab: its focus, its storage and its history.
                fileParallelism: false,
                setupFiles: ['test/clean-tab.ts'],
                include: ['src/{widget,loader}/**/*.test.tsx'],
                testTimeout: 20_000,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({
                    launchOptions: chromium
                      ? { executablePath: chromium, args: chromiumFlags }
                      : { args: chromiumFlags },
                  }),
                  instances: [{ browser: 'chromium' }],
                },
              },
            },
          ],
        },
      };
  }
});

/** What stands on the store, once more on PostgreSQL where its server is installed. CI must have it. */
function onPostgres(): NonNullable<NonNullable<ViteUserConfig['test']>['projects']> {
  if (!findPostgres()) {
    const message = 'PostgreSQL is not installed here: what stands on the store is tested on SQLite only.';
    if (process.env.CI) throw new Error(message);
    process.stderr.write(`${message}\n`);
    return [];
  }
  return [
    {
      test: {
        name: 'postgres',
        environment: 'node',
        include: [
          'test/{contract-intent,inbox-signing,inbox-signing-faults,outbox,payload,reconcile,signing,usage-letters,webhooks}.test.ts',
          'test/postgres/*.test.ts',
          'src/bff/contracts/record-status.test.ts',
        ],
        globalSetup: 'test/postgres-first.ts',
        env: { TEST_STORE: 'postgres' },
        testTimeout: 20_000,
      },
    },
  ];
}
