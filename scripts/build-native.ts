import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * Copies a native package, which cannot be bundled, next to the server, so that `dist/bff` is complete for machines of
 * this platform. Copies the binaries that npm installed for this platform.
 *
 * @param root root of the repository
 */
export function copyNativeDependency(root: string, name: string): void {
  const copied = new Set<string>();
  const copy = (packageName: string): void => {
    const from = join(root, 'node_modules', packageName);
    // Optional dependencies for other platforms are not installed.
    if (copied.has(packageName) || !existsSync(from)) return;
    copied.add(packageName);
    cpSync(from, join(root, 'dist/bff/node_modules', packageName), { recursive: true });
    const { dependencies, optionalDependencies } = manifest.parse(
      JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')),
    );
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) copy(needed);
  };
  copy(name);
}
