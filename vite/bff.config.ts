import type { UserConfig } from 'vite';

/** Builds the production server, `dist/bff/server.js`. */
export const bffConfig: UserConfig = {
  publicDir: false,
  // sharp is a native module: it is installed for the machine it runs on and copied next to the bundle.
  ssr: { noExternal: true, external: ['sharp'] },
  build: {
    outDir: 'dist/bff',
    emptyOutDir: true,
    target: 'node24',
    ssr: 'src/bff/server.ts',
    rolldownOptions: { output: { entryFileNames: 'server.js' } },
  },
};
