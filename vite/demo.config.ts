import type { UserConfig } from 'vite';
import { browserTargets } from './browser-targets.ts';

/** Builds the script of one demo page: `dist/demo/<page>.js`. */
export const demoConfig = (page: 'control-panel' | 'builder'): UserConfig => ({
  publicDir: false,
  oxc: { jsx: { importSource: 'preact' } },
  build: {
    outDir: 'dist/demo',
    emptyOutDir: false,
    target: browserTargets,
    lib: { entry: `demo/${page}/main.tsx`, formats: ['es'], fileName: () => `${page}.js` },
  },
});
