import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * Puts a native package, which no bundle can hold, beside the server: `dist/bff` then is all that a machine of the same kind needs.
 * What stands there is what the install has brought for this one.
 *
 * @param root of the repository
 */
export const bringNative = (root: string, name: string): void => {
  const brought = new Set<string>();
  const bring = (packageName: string): void => {
    const from = join(root, 'node_modules', packageName);
    // Of the optional ones, those for other machines are not installed.
    if (brought.has(packageName) || !existsSync(from)) return;
    brought.add(packageName);
    cpSync(from, join(root, 'dist/bff/node_modules', packageName), { recursive: true });
    const { dependencies, optionalDependencies } = manifest.parse(
      JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')),
    );
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) bring(needed);
  };
  bring(name);
};
