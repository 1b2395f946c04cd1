import { expect } from 'vitest';
import { spanish } from '../../src/widget/i18n/es/spanish.ts';
import { english, type MessageCatalog } from '../../src/widget/i18n/message-catalog.ts';
import { listMessages } from './list-messages.ts';
import type { RenderedWidget } from './render-widget.ts';

/** Names of products and files, which stay untranslated. */
const PROPER_NAMES = /Fixed \(all-inclusive\)|bill of the invented bakery[^:]*\.pdf/g;
const COMMON_ENGLISH_WORDS = /\b(the|your|you|this|that|is|are|of|with|for|and|to|or|not|we|it)\b/i;

const fragmentsOf = async (language: MessageCatalog) =>
  (await listMessages(language))
    .flatMap(({ text: visibleTexts }) => visibleTexts.split(/«\w+»/))
    .filter((fragment) => fragment.trim().length > 8);
/** Fragments of English messages, long enough that they do not occur in Spanish by coincidence. */
const englishFragments = Promise.all([fragmentsOf(english), fragmentsOf(spanish)]).then(([fragments, others]) =>
  fragments.filter((fragment) => !others.includes(fragment)),
);

function visibleTexts({ host }: RenderedWidget): readonly string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(host.shadowRoot ?? host, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element)
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(node.getAttribute(name) ?? '');
    else found.push(node.nodeValue ?? '');
  }
  return found.map((text) => text.replaceAll(PROPER_NAMES, '')).filter((text) => text.trim());
}

export async function findUntranslated(widget: RenderedWidget): Promise<readonly string[]> {
  const fragments = await englishFragments;
  return visibleTexts(widget).filter(
    (text) => COMMON_ENGLISH_WORDS.test(text) || fragments.some((fragment) => text.includes(fragment)),
  );
}

/**
 * Values of all fields except files, read-only fields and the consent checkbox, which is cleared when its sentence
 * changes.
 */
const fieldValues = (widget: RenderedWidget) =>
  widget
    .queryAll('input:not([name=consent], [type=file], [readonly]), select')
    .map((field) => [field.getAttribute('name'), Reflect.get(field, 'value'), Reflect.get(field, 'checked') === true]);

/**
 * Switches the widget to Spanish. Expects that no English text is left, no input is lost and the longer Spanish text
 * does not overflow.
 */
export async function expectSpanish(widget: RenderedWidget): Promise<void> {
  const valuesBefore = fieldValues(widget);
  widget.handle.update({ locale: 'es' });
  await expect.poll(() => findUntranslated(widget), { timeout: 8_000 }).toEqual([]);
  expect(fieldValues(widget)).toEqual(valuesBefore);
  expect(widget.queryAll('[lang]').map(({ lang }) => lang)).toContain('es-US');
  const { right } = widget.host.getBoundingClientRect();
  const overflowing = widget
    .queryAll('.shopper *')
    .filter(
      (element) => !element.closest('.visually-hidden, svg') && element.getBoundingClientRect().right > right + 0.5,
    );
  expect(overflowing.map(({ outerHTML }) => outerHTML.slice(0, 120))).toEqual([]);
}
