/** A file relative to the root of its origin, and its SRI value (https://www.w3.org/TR/SRI/). */
export type VerifiedFile = readonly [file: string, integrity: string];

/** The build's data about the lazily loaded files. */
interface IntegrityManifest {
  /** All files. Each file is listed after the files that it imports. */
  readonly files: readonly VerifiedFile[];
  readonly parts: Readonly<Record<string, readonly number[]>>;
}

/** The data and functions that the script tag's loader gives the widget to verify the files that it loads later. */
export interface ModuleLoader {
  readonly manifest: VerifiedFile;
  loadModule(url: string, integrity: string): Promise<void>;
}

// These variables are intentionally module-level, because a build has one loader for all widgets. The loader is
// undefined in the npm package.
let moduleLoader: ModuleLoader | undefined;
let manifest: Promise<IntegrityManifest> | undefined;

export function setModuleLoader(loader: ModuleLoader | undefined): void {
  moduleLoader ??= loader;
}

/**
 * Imports a module after its files have been verified. The build wraps every `import()` in the widget in a call
 * to this function.
 *
 * @param part name of the part that contains the module, as in the integrity manifest
 * @throws Error when a file failed to load or failed its integrity check; the console shows the URL of the file
 */
export async function importVerified<Module>(part: string, load: () => Promise<Module>): Promise<Module> {
  try {
    if (moduleLoader) await loadFilesOf(part, moduleLoader);
    return await load();
  } catch (error) {
    // Logging is deferred, because removing an iframe aborts its requests, which is not an error. The timer is
    // discarded with the iframe.
    setTimeout(console.error, 0, `commercial-shopper: ${error}`);
    throw error;
  }
}

async function loadFilesOf(part: string, loader: ModuleLoader): Promise<void> {
  manifest ??= fetchManifest(loader.manifest);
  const { files, parts } = await manifest.catch((error) => {
    manifest = undefined;
    throw error;
  });
  const needed = files.filter((_, index) => parts[part]?.includes(index));
  // Downloads run in parallel, and `loadModule` reports their failures. The modules are preloaded one after the other,
  // in dependency order, because a browser may follow the imports of a preloaded file without checking them.
  for (const [file] of needed) fetch(urlOf(file)).then((response) => response.blob(), String);
  for (const [file, integrity] of needed) await loader.loadModule(urlOf(file), integrity);
}

async function fetchManifest([file, integrity]: VerifiedFile): Promise<IntegrityManifest> {
  const url = urlOf(file);
  const response = await fetch(url).catch(Response.error);
  if (!response.ok) throw new Error(`${url} failed to load`);
  await response.blob();
  const verified = await fetch(url, { integrity }).catch(() => {
    throw new Error(`${url} failed its integrity check`);
  });
  return verified.json();
}

// The files are at the root of the server that served this file. The URL is not written inline, because Vite would
// resolve it as an asset.
const base = import.meta.url;
const urlOf = (file: string): string => new URL(`/${file}`, base).href;
