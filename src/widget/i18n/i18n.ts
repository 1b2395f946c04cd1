import { batch, signal } from '@preact/signals';
import { createFormat, type Format } from './format.ts';
import { loadCatalog, resolveLocale } from './languages.ts';
import { english, type MessageCatalog } from './message-catalog.ts';

/**
 * Loads the messages that a part of the widget shows in another language.
 *
 * @returns a function that starts to use the loaded messages; called in the batch that changes the locale
 */
export type PrepareLocaleChange = (next: MessageCatalog) => Promise<() => void>;

/** The language of one widget. Messages and formats are signals that change at the same time. */
export interface I18n {
  readonly catalog: MessageCatalog;
  readonly format: Format;
  /**
   * Changes to the requested locale or, if undefined, to the page's locale. If the site does not allow this locale,
   * changes to English. If neither the option nor the page specifies a locale, waits for the site's default locale. If
   * messages fail to load, the locale does not change.
   */
  setLocale(requestedLocale: string | undefined): Promise<void>;
  /**
   * Registers a part of the widget that shows lazily loaded messages, so that all messages on the screen change at the
   * same time.
   *
   * @returns a function that removes the registration
   */
  onBeforeLocaleChange(prepare: PrepareLocaleChange): () => void;
}

/** Methods that only the widget context uses. */
interface I18nController extends I18n {
  /** The locale that should be shown. The messages for this locale may still be loading. */
  locale(): string;
  /**
   * Call this when the site's languages are known. Undefined means that the site could not be loaded, so every
   * language is allowed.
   */
  setAllowedLocales(locales?: readonly string[]): void;
}

/**
 * Creates the controller.
 *
 * @param host the widget's element on the page; by default, the nearest `lang` attribute of the element or its
 * ancestors determines the language
 */
export function createI18n(host: Element, requested: string | undefined): I18nController {
  const catalog = signal(english);
  const format = signal(createFormat('en-US'));
  const participants = new Set<PrepareLocaleChange>();
  let allowed: readonly string[] | undefined;
  const siteKnown = Promise.withResolvers<void>();
  const requestedTag = () => requested || (host.closest('[lang]') ?? document.documentElement).getAttribute('lang');
  const locale = () => resolveLocale(requestedTag() || allowed?.[0], allowed);

  async function applyLocale(): Promise<void> {
    if (!requestedTag()) await siteKnown.promise;
    const resolved = locale();
    try {
      const next = await loadCatalog(resolved);
      const commits = next === catalog.peek() ? [] : await prepareAll(participants, next);
      // While the messages loaded, another locale may have been requested, or the site may have turned out not to allow
      // this locale.
      if (resolved === format.peek().locale || resolved !== locale()) return;
      batch(() => {
        catalog.value = next;
        format.value = createFormat(resolved);
        for (const commit of commits) commit();
      });
    } catch {
      // The console shows the URL of the file that failed to load.
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
      applyLocale();
    },
    setLocale(requestedLocale) {
      requested = requestedLocale;
      return applyLocale();
    },
    onBeforeLocaleChange(prepare) {
      participants.add(prepare);
      return () => participants.delete(prepare);
    },
  };
}

/** Prepares all participants, including participants that register in the meantime. */
async function prepareAll(
  participants: ReadonlySet<PrepareLocaleChange>,
  next: MessageCatalog,
): Promise<readonly (() => void)[]> {
  const commits = new Map<PrepareLocaleChange, () => void>();
  for (;;) {
    const unprepared = [...participants].filter((prepare) => !commits.has(prepare));
    if (!unprepared.length)
      return [...commits].flatMap(([prepare, commit]) => (participants.has(prepare) ? commit : []));
    await Promise.all(unprepared.map(async (prepare) => commits.set(prepare, await prepare(next))));
  }
}
