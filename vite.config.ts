import { defineConfig } from 'vite';
import { widgetConfig } from './vite/widget.config.ts';

/** The widget alone, for `vite build`. `npm run build` builds everything (`scripts/build.ts`, `vite/*.config.ts`). */
export default defineConfig(widgetConfig(() => {}));
