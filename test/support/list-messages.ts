import type { MessageCatalog } from '../../src/widget/i18n/message-catalog.ts';

/** One message of a language. Parameters are replaced by placeholders: `«0» a month`. */
export interface MessageEntry {
  readonly path: string;
  readonly text: string;
}

/** Every message of a language. */
export async function listMessages({ app, lazy }: MessageCatalog): Promise<readonly MessageEntry[]> {
  const {
    quoteFormErrors: { brief, load },
    ...others
  } = await lazy();
  const loaders = { quoteFormErrors: load, ...others };
  const loaded = Object.entries(loaders).map(async ([name, load]) => [name, await load()] as const);
  return flatten('', { app, brief, ...Object.fromEntries(await Promise.all(loaded)) });
}

function flatten(path: string, value: unknown): readonly MessageEntry[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function') {
    const placeholders = Array.from({ length: value.length }, (_, index) => placeholder(`«${index}»`));
    const text: unknown = Reflect.apply(value, undefined, placeholders);
    return Array.isArray(text) ? flatten(`${path}()`, text) : [{ path: `${path}()`, text: String(text) }];
  }
  return Object.entries(value ?? {}).flatMap(([key, inner]) => flatten(path ? `${path}.${key}` : key, inner));
}

/** Placeholder for a word, a number, or an object of them. */
function placeholder(text: string): unknown {
  return new Proxy(Object(text), {
    get(target, key) {
      if (key === Symbol.toPrimitive) return () => text;
      const property = Reflect.get(target, key);
      return typeof property === 'function' ? property.bind(text) : typeof key === 'string' ? `«${key}»` : property;
    },
  });
}
