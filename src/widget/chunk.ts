/**
 * Makes a file the module of its address, if it is what was built. `integrity` is an SRI value
 * (https://www.w3.org/TR/SRI/). The loader knows how.
 */
export type Bring = (address: string, integrity: string) => Promise<void>;

/** One bundle has one: it belongs to the build, as its files do, not to a mount. A page that bundles us itself has none. */
let bring: Bring | undefined;
export const bringWith = (way: Bring | undefined): void => {
  bring ??= way;
};

/** File → what it must hash to, and the files it brings along, in the order they are needed. */
type Seals = Readonly<Record<string, readonly [integrity: string, ...imported: string[]]>>;

/**
 * The file that comes first after this one, and the one with every seal; the build puts both in. Other files hold the seals of
 * those that most often come after them, so the long list stays away from who buys without a detour.
 */
const [next = '', nextIntegrity = '', rest = '', restIntegrity = ''] = '__SEALS__'.split(' ');
const known: Record<string, Seals[string]> = { [next]: [nextIntegrity], [rest]: [restIntegrity] };

/**
 * Every `import()` of the widget becomes a call of this: the build writes it so.
 *
 * @throws Error when a file did not come or is not the one that was built; the console has said which
 */
export async function chunk(file: string): Promise<unknown> {
  if (bring) await verify(file, bring);
  const module: { readonly seals?: Seals } = await import(/* @vite-ignore */ at(file));
  Object.assign(known, module.seals);
  return module;
}

const at = (file: string) => new URL(file, import.meta.url).href;

/** Brings files into the browser's cache, all at once; each is asked for again, and checked, when it is its turn. */
const warm = (files: readonly string[]) => {
  for (const file of files) fetch(at(file)).then((answer) => answer.blob(), String);
};

async function verify(file: string, bring: Bring): Promise<void> {
  try {
    warm([file]);
    if (!known[file]) await chunk(rest);
    const imported = known[file]?.slice(1) ?? [];
    warm(imported);
    // What it imports stands before it: a browser may follow its imports, and would not ask what they should be.
    for (const one of [...imported, file]) await bring(at(one), known[one]?.[0] ?? '');
  } catch (error) {
    // Not at once: a frame that is taken out of its page breaks off what it loads, which is nobody's fault, and has no later.
    setTimeout(console.error, 0, `commercial-shopper: ${error}`);
    throw error;
  }
}
