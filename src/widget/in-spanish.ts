import { expect } from 'vitest';
import { spanish } from './i18n/es/spanish.ts';
import { english, type Language } from './i18n/language.ts';
import { leavesOf } from './i18n/leaves.ts';
import type { Stage } from './rates/stage.ts';

/** What others say for themselves, in their own language: a product's name, a file's. */
const names = /Fixed, all in|bill of the invented bakery[^:]*\.pdf/g;
const commonWords = /\b(the|your|you|this|that|is|are|of|with|for|and|to|or|not|we|it)\b/i;

const piecesOf = async (language: Language) =>
  (await leavesOf(language)).flatMap(({ said }) => said.split(/«\w+»/)).filter((piece) => piece.trim().length > 8);
/** Pieces of English long enough not to be Spanish by chance. */
const pieces = Promise.all([piecesOf(english), piecesOf(spanish)]).then(([known, others]) =>
  known.filter((piece) => !others.includes(piece)),
);

/** Everything that can be read or heard in the widget, piece by piece. */
function said({ host }: Stage): readonly string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(host.shadowRoot ?? host, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element)
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(node.getAttribute(name) ?? '');
    else found.push(node.nodeValue ?? '');
  }
  return found.map((text) => text.replaceAll(names, '')).filter((text) => text.trim());
}

/** For tests: what in the widget is still English. */
export async function englishIn(stage: Stage): Promise<readonly string[]> {
  const known = await pieces;
  return said(stage).filter((text) => commonWords.test(text) || known.some((piece) => text.includes(piece)));
}

/** What was typed and chosen. An agreement is not: it is to a sentence, and falls with it. */
const typed = (stage: Stage) =>
  stage
    .all('input:not([name=consent], [type=file], [readonly]), select')
    .map((field) => [field.getAttribute('name'), Reflect.get(field, 'value'), Reflect.get(field, 'checked') === true]);

/**
 * For tests: the widget as it stands is asked to speak Spanish. Then no word of English is left in it, nothing typed is
 * lost, and nothing runs out of it, though Spanish is longer.
 */
export async function turnsSpanish(stage: Stage): Promise<void> {
  const before = typed(stage);
  stage.widget.update({ locale: 'es' });
  await expect.poll(() => englishIn(stage), { timeout: 8_000 }).toEqual([]);
  expect(typed(stage)).toEqual(before);
  expect(stage.all('[lang]').map(({ lang }) => lang)).toContain('es-US');
  const { right } = stage.host.getBoundingClientRect();
  const out = stage
    .all('.shopper *')
    .filter((element) => !element.closest('.hidden, svg') && element.getBoundingClientRect().right > right + 0.5);
  expect(out.map(({ outerHTML }) => outerHTML.slice(0, 120))).toEqual([]);
}
