import type { UserConfig } from 'vite';
import { browserTargets } from './browser-targets.ts';

/** Builds the npm package `dist/npm`, for pages that bundle the widget themselves. */
export const npmConfig: UserConfig = {
  publicDir: false,
  oxc: { jsx: { importSource: 'preact' } },
  build: {
    outDir: 'dist/npm',
    emptyOutDir: true,
    target: browserTargets,
    cssTarget: browserTargets,
    modulePreload: false,
    lib: { entry: { index: 'src/loader/npm/index.ts', react: 'src/loader/npm/react.ts' }, formats: ['es'] },
    rolldownOptions: { external: ['react'], output: { chunkFileNames: 'chunks/[name]-[hash].js' } },
  },
};
