import { batch, signal } from '@preact/signals';
import { createFormat, type Format } from './format.ts';
import { english, type MessageCatalog } from './message-catalog.ts';
import { catalogFor, resolveLocale } from './resolve-locale.ts';

/** What one widget speaks. Its words and its format follow the locale. */
export interface I18n {
  readonly catalog: MessageCatalog;
  readonly format: Format;
  /**
   * Speaks the language of `wanted`, else that of the page, as far as the site allows it. Where its words do not load, what
   * was spoken stays. A page that says nothing waits for the site to be known: it has a language of its own.
   */
  speak(requestedLocale: string | undefined): Promise<void>;
}

/** What the shopper has of it besides. */
interface I18nController extends I18n {
  /** What is asked for as things stand: its words may still be on their way. */
  locale(): string;
  /** The site is known now, and with it its languages; or it will not be. */
  setAllowedLocales(locales?: readonly string[]): void;
}

/** @param host the element on the page that the widget stands in */
export function createI18n(host: Element, requested: string | undefined): I18nController {
  const catalog = signal(english);
  const format = signal(createFormat('en-US'));
  let allowed: readonly string[] | undefined;
  const siteKnown = Promise.withResolvers<void>();
  const requestedTag = () => requested || (host.closest('[lang]') ?? document.documentElement).getAttribute('lang');
  const locale = () => resolveLocale(requestedTag() || allowed?.[0], allowed);

  async function speak() {
    if (!requestedTag()) await siteKnown.promise;
    const resolved = locale();
    try {
      const loaded = await catalogFor(resolved);
      // Meanwhile another may have been asked for, or this one not be allowed.
      if (resolved === format.peek().locale || resolved !== locale()) return;
      batch(() => {
        catalog.value = loaded;
        format.value = createFormat(resolved);
      });
    } catch {
      // The console has said which file did not come.
    }
  }

  return {
    get catalog() {
      return catalog.value;
    },
    get format() {
      return format.value;
    },
    locale,
    setAllowedLocales(locales) {
      allowed = locales;
      siteKnown.resolve();
      speak();
    },
    speak(requestedLocale) {
      requested = requestedLocale;
      return speak();
    },
  };
}
