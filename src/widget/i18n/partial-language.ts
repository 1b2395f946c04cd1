import type { LazyMessages } from './lazy-messages.ts';
import { english, type MessageCatalog } from './message-catalog.ts';

/**
 * Messages, any of which may be missing. A single message, which is a string, an array or a function, cannot be
 * partial.
 */
export type Partially<Messages> = Messages extends string | readonly unknown[] | ((...parameters: never[]) => unknown)
  ? Messages
  : { readonly [Key in keyof Messages]?: Partially<Messages[Key]> };

/** The groups of messages that load later. A group may be missing, or may lack some of its messages. */
export type PartialLazyMessages = Partial<{
  [Group in keyof LazyMessages]: LazyMessages[Group] extends () => Promise<infer Messages>
    ? () => Promise<Partially<Messages>>
    : Partially<LazyMessages[Group]>;
}>;

/** A translation in progress. It has the structure of `MessageCatalog`, but any message may be missing. */
export interface PartialTranslation {
  readonly app?: Partially<MessageCatalog['app']>;
  readonly lazy?: () => Promise<PartialLazyMessages>;
}

/** A catalog that fills the gaps in a translation with English messages. */
export interface PartialCatalog extends MessageCatalog {
  /** The translation itself, without the English messages. */
  readonly translation: PartialTranslation;
}

/**
 * Completes a translation with English messages. English pages do not load this module: import it in the module of the
 * partial language only.
 *
 * @example
 * // i18n/fr/french.ts
 * export const french = completeWithEnglish({
 *   app: { title: 'Tarifs…' },
 *   lazy: async () => (await import('./lazy.ts')).lazyMessages,
 * });
 */
export function completeWithEnglish(translation: PartialTranslation): PartialCatalog {
  return {
    translation,
    app: merge(english.app, translation.app),
    async lazy() {
      const [messages, translated] = await Promise.all([english.lazy(), translation.lazy?.()]);
      return mergeLazy(messages, translated ?? {});
    },
  };
}

function mergeLazy(messages: LazyMessages, translated: PartialLazyMessages): LazyMessages {
  const merged = Object.entries(messages).map(([name, group]) => {
    const translatedGroup: unknown = Reflect.get(translated, name);
    if (typeof group !== 'function') return [name, merge(group, translatedGroup)];
    const load = async () =>
      merge(await group(), typeof translatedGroup === 'function' ? await translatedGroup() : undefined);
    return [name, load];
  });
  return Object.fromEntries(merged);
}

/** Deep merge. `translated` takes precedence; arrays, strings and functions are replaced as a whole. */
function merge<Messages>(messages: Messages, translated: unknown): Messages {
  if (translated === undefined) return messages;
  if (!isGroup(messages) || !isGroup(translated)) return translated as Messages;
  const merged = Object.entries(messages).map(([key, value]) => [key, merge(value, Reflect.get(translated, key))]);
  return Object.fromEntries(merged);
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
