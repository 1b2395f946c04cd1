import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** `manifest.json` of the built files. */
const manifest = z.array(z.object({ file: z.string(), integrity: z.string() }));

/**
 * The SRI values of the built files, by path, as `checkPage` compares them with a page's tag.
 *
 * @returns undefined if the files have not been built here, so that their hashes are not checked
 */
export async function readReleaseIntegrity(folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const text = await readFile(join(folder, 'manifest.json'), 'utf8');
    return new Map(manifest.parse(JSON.parse(text)).map(({ file, integrity }) => [file, integrity]));
  } catch {
    return undefined;
  }
}
