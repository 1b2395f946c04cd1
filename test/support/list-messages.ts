import { english, type MessageCatalog } from '../../src/widget/i18n/message-catalog.ts';
import type { PartialTranslation } from '../../src/widget/i18n/partial-language.ts';

/** One message of a language. Parameters are replaced by placeholders: `«0» a month`. */
export interface MessageEntry {
  readonly path: string;
  readonly text: string;
}

export async function listMessages({
  app,
  lazy,
}: MessageCatalog | PartialTranslation): Promise<readonly MessageEntry[]> {
  const groups = Object.entries((await lazy?.()) ?? {}).map(
    async ([name, group]: [string, unknown]) => [name, typeof group === 'function' ? await group() : group] as const,
  );
  return flatten('', { app, ...Object.fromEntries(await Promise.all(groups)) });
}

/** Paths of the messages that a language lacks. The widget shows these in English. */
export async function listMissingMessages(
  catalog: MessageCatalog & { readonly translation?: PartialTranslation },
): Promise<readonly string[]> {
  const translated = new Set((await listMessages(catalog.translation ?? catalog)).map(({ path }) => path));
  return (await listMessages(english)).map(({ path }) => path).filter((path) => !translated.has(path));
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

/** A placeholder that can be used as a string, a number or an object with any properties. */
function placeholder(text: string): unknown {
  return new Proxy(Object(text), {
    get(target, key) {
      if (key === Symbol.toPrimitive) return () => text;
      const property = Reflect.get(target, key);
      return typeof property === 'function' ? property.bind(text) : typeof key === 'string' ? `«${key}»` : property;
    },
  });
}
