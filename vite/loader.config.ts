import type { UserConfig } from 'vite';
import { browserTargets } from './browser-targets.ts';
import type { WidgetFiles } from './integrity-plugin.ts';

/** Builds the script tag's loader, `dist/cdn/shopper.js`, for one build of the widget. */
export const loaderConfig = (widgetFiles: WidgetFiles): UserConfig => ({
  publicDir: false,
  define: { __WIDGET_FILES__: JSON.stringify([widgetFiles.entry, widgetFiles.manifest]) },
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: false,
    target: browserTargets,
    lib: {
      entry: 'src/loader/loader.ts',
      formats: ['iife'],
      name: 'CommercialShopper',
      fileName: () => 'shopper.js',
    },
    rolldownOptions: { output: { minify: true } },
  },
});
