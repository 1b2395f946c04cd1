import type { UserConfig } from 'vite';
import { browserTargets } from './browser-targets.ts';

/** The npm package, for pages that bundle the widget themselves: `dist/npm`. */
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
