import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a text is called: `tryAgain` or `confirmingLead`, at the start of a line. One word alone may be anything. */
const keyOfText = /^\s+([a-z]+[A-Z]\w*)[:(,]/gm;
const names = /[A-Za-z_$][\w$]*/g;
const quoted = /(['"`])((?:\\.|(?!\1).)*?)\1/g;
/** An apostrophe in a comment may have paired the quotes of its line wrongly. */
const quotedName = /['"`]([\w$]+)['"`]/g;
/** What a file exports is asked of it by its name: `(await import('./not-made.ts')).notMade`. */
const exported = /\bexport (?:async |default )*(?:const|function|class)\*? (\w+)|\bexport (\{[^}]*\})/g;

/** Where a name may be somebody else's: what is sent, what the page says, what others call, and Preact's own. */
const outside = [
  'src/wire/**/*.ts',
  'src/loader/**/*.{ts,tsx}',
  'src/widget/frame/**/*.ts',
  'src/widget/{options,host-events}.ts',
  'node_modules/{preact,preact/hooks,@preact/signals,@preact/signals-core}/dist/*.{mjs,module.js}',
];

/**
 * A short name for each text's key: they are many and long, and stand both where a text is written and where it is
 * shown. A key that also occurs outside, or in the widget within quotes or as an export,
 * keeps its name.
 *
 * @param root the repository
 * @returns the same for the same sources
 */
export const shortKeys = (root: string): ReadonlyMap<string, string> => {
  const read = (patterns: string | readonly string[]) =>
    globSync(patterns, { cwd: root })
      .filter((path) => !path.includes('.test.'))
      .sort()
      .map((path) => readFileSync(join(root, path), 'utf8'));
  const widget = read('src/widget/**/*.{ts,tsx}');
  const taken = new Set([
    ...read(outside).flatMap((code) => code.match(names) ?? []),
    ...widget.flatMap((code) => [...code.matchAll(quoted)].flatMap(([, , text = '']) => text.match(names) ?? [])),
    ...widget.flatMap((code) => [...code.matchAll(quotedName)].map(([, name = '']) => name)),
    ...widget.flatMap((code) =>
      [...code.matchAll(exported)].flatMap(([, name, list]) => name ?? list?.match(names) ?? []),
    ),
  ]);
  const keys = read('src/widget/i18n/en/*.ts').flatMap((code) =>
    [...code.matchAll(keyOfText)].map(([, key = '']) => key),
  );
  const free = [...new Set(keys)].filter((key) => !taken.has(key)).sort();
  // A letter and a digit or two: no word, so no other key.
  return new Map(free.map((key, index) => [key, `${String.fromCharCode(97 + (index % 26))}${Math.floor(index / 26)}`]));
};
