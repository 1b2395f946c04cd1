import { batch, signal } from '@preact/signals';
import { chooseLocale, languageOf } from './choose-locale.ts';
import { createFormat, type Format } from './format.ts';
import { english, type Language } from './language.ts';

/** What one widget speaks. Its words and its format follow the locale. */
export interface Speech {
  readonly language: Language;
  readonly format: Format;
  /**
   * Speaks the language of `wanted`, else that of the page, as far as the site allows it. Where its words do not load, what
   * was spoken stays. A page that says nothing waits for the site to be known: it has a language of its own.
   */
  speak(wanted: string | undefined): Promise<void>;
}

/** What the shopper has of it besides. */
interface OwnSpeech extends Speech {
  /** What is asked for as things stand: its words may still be on their way. */
  locale(): string;
  /** The site is known now, and with it its languages; or it will not be. */
  allow(locales?: readonly string[]): void;
}

/** @param host the element on the page that the widget stands in */
export function createSpeech(host: Element, asked: string | undefined): OwnSpeech {
  const language = signal(english);
  const format = signal(createFormat('en-US'));
  let allowed: readonly string[] | undefined;
  const known = Promise.withResolvers<void>();
  const said = () => asked || (host.closest('[lang]') ?? document.documentElement).getAttribute('lang');
  const locale = () => chooseLocale(said() || allowed?.[0], allowed);

  async function speak() {
    if (!said()) await known.promise;
    const chosen = locale();
    try {
      const words = await languageOf(chosen);
      // Meanwhile another may have been asked for, or this one not be allowed.
      if (chosen === format.peek().locale || chosen !== locale()) return;
      batch(() => {
        language.value = words;
        format.value = createFormat(chosen);
      });
    } catch {
      // The console has said which file did not come.
    }
  }

  return {
    get language() {
      return language.value;
    },
    get format() {
      return format.value;
    },
    locale,
    allow(locales) {
      allowed = locales;
      known.resolve();
      speak();
    },
    speak(wanted) {
      asked = wanted;
      return speak();
    },
  };
}
