import type { Language } from './language.ts';

/** For tests: one text of a language. What takes words is said with marks in their places: `«0» a month`. */
export interface Leaf {
  readonly path: string;
  readonly said: string;
}

/** For tests: every text of a language. */
export async function leavesOf({ shell, later }: Language): Promise<readonly Leaf[]> {
  const {
    ratesErrors: { brief, load },
    ...others
  } = await later();
  const loaders = { ratesErrors: load, ...others };
  const loaded = Object.entries(loaders).map(async ([name, load]) => [name, await load()] as const);
  return leaves('', { shell, brief, ...Object.fromEntries(await Promise.all(loaded)) });
}

function leaves(path: string, value: unknown): readonly Leaf[] {
  if (typeof value === 'string') return [{ path, said: value }];
  if (typeof value === 'function') {
    const marks = Array.from({ length: value.length }, (_, index) => mark(`«${index}»`));
    const said: unknown = Reflect.apply(value, undefined, marks);
    return Array.isArray(said) ? leaves(`${path}()`, said) : [{ path: `${path}()`, said: String(said) }];
  }
  return Object.entries(value ?? {}).flatMap(([key, inner]) => leaves(path ? `${path}.${key}` : key, inner));
}

/** Stands for a word, a number, or an object of them. */
function mark(text: string): unknown {
  return new Proxy(Object(text), {
    get(of, key) {
      if (key === Symbol.toPrimitive) return () => text;
      const own = Reflect.get(of, key);
      return typeof own === 'function' ? own.bind(text) : typeof key === 'string' ? `«${key}»` : own;
    },
  });
}
