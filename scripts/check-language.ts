import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { bannedIdentifiers, bannedPhrases, exemptPaths } from './banned-language.ts';

/** A finding: text that reads like a translation, or a nonstandard name. */
export interface LanguageFinding {
  readonly file: string;
  readonly line: number;
  readonly found: string;
  readonly instead: string;
}

/** Commit subjects are checked starting with the commit that added this file. */
const THIS_FILE = 'scripts/check-language.ts';
const MAX_SUBJECT_LENGTH = 60;
const CODE = new Set(['.ts', '.tsx', '.mjs']);
const PROSE = new Set(['.md', '.css', '.html', '.graphql', '.yaml', '.yml', '.sh']);

interface Text {
  readonly start: number;
  readonly text: string;
}

/**
 * Finds banned words and constructions (`banned-language.ts`). In code, checks comments, strings, JSX text and
 * identifiers; in other text files, everything except fenced code blocks.
 *
 * @param file path, whose extension determines the language
 * @example findBannedLanguage('a.ts', '// Planted phrase') // one finding per banned phrase, with its line
 */
export function findBannedLanguage(file: string, source: string): LanguageFinding[] {
  const isCode = CODE.has(extname(file));
  const { texts, identifiers } = isCode ? readCode(file, source) : { texts: readProse(source), identifiers: [] };
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  return [
    ...texts.flatMap(({ start, text }) =>
      bannedPhrases.flatMap(({ pattern, instead }) =>
        [...text.matchAll(pattern)].map((match) => ({
          file,
          line: lineOf(start + match.index),
          found: match[0],
          instead,
        })),
      ),
    ),
    ...identifiers.flatMap(({ start, text }) =>
      bannedIdentifiers.has(text)
        ? [{ file, line: lineOf(start), found: text, instead: 'the standard term (docs/glossary.md)' }]
        : [],
    ),
  ];
}

function readCode(file: string, source: string): { texts: Text[]; identifiers: Text[] } {
  const { program, comments, errors } = parseSync(file, source);
  if (errors.length) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const texts: Text[] = comments.map(({ start, value }) => ({ start: start + 2, text: value }));
  const identifiers: Text[] = [];
  const addIdentifier = ({ name, start }: { name: string; start: number }) => identifiers.push({ start, text: name });
  new Visitor({
    Literal({ value, start }) {
      if (typeof value === 'string') texts.push({ start, text: value });
    },
    TemplateElement({ value, start }) {
      texts.push({ start, text: value.cooked ?? value.raw });
    },
    JSXText({ value, start }) {
      texts.push({ start, text: value });
    },
    Identifier: addIdentifier,
    JSXIdentifier: addIdentifier,
  }).visit(program);
  return { texts, identifiers };
}

/** The lines outside of fenced code blocks. */
function readProse(source: string): Text[] {
  let start = 0;
  let inCode = false;
  const texts: Text[] = [];
  for (const line of source.split('\n')) {
    if (line.trimStart().startsWith('```')) inCode = !inCode;
    else if (!inCode) texts.push({ start, text: line });
    start += line.length + 1;
  }
  return texts;
}

/** Checks a commit subject: at most 60 characters, without banned words. */
export function findInSubject(hash: string, subject: string): LanguageFinding[] {
  const found = findBannedLanguage(`commit ${hash}`, subject);
  return subject.length > MAX_SUBJECT_LENGTH
    ? [
        ...found,
        { file: `commit ${hash}`, line: 1, found: subject, instead: `at most ${MAX_SUBJECT_LENGTH} characters` },
      ]
    : found;
}

/** Commits after the one that added this check; empty if the clone has no history. */
function recentSubjects(): { hash: string; subject: string }[] {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  try {
    if (git('rev-parse', '--is-shallow-repository') === 'true') return [];
    const first = git('log', '--diff-filter=A', '--format=%h', '--reverse', '--', THIS_FILE).split('\n')[0];
    if (!first) return [];
    const log = git('log', '--no-merges', '--format=%h %s', `${first}..HEAD`);
    return log
      .split('\n')
      .filter(Boolean)
      .map((line) => ({ hash: line.slice(0, line.indexOf(' ')), subject: line.slice(line.indexOf(' ') + 1) }));
  } catch {
    return [];
  }
}

function checkRepository(): LanguageFinding[] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n')
    .filter(
      (file) =>
        existsSync(file) &&
        (CODE.has(extname(file)) || PROSE.has(extname(file))) &&
        !exemptPaths.some((path) => file.startsWith(path)),
    );
  return [
    ...files.flatMap((file) => findBannedLanguage(file, readFileSync(file, 'utf8'))),
    ...recentSubjects().flatMap(({ hash, subject }) => findInSubject(hash, subject)),
  ];
}

if (import.meta.main) {
  const findings = checkRepository();
  for (const { file, line, found, instead } of findings)
    process.stdout.write(`${file}:${line}: "${found}": use ${instead}\n`);
  process.stdout.write(`${findings.length} places to reword\n`);
  process.exitCode = findings.length ? 1 : 0;
}
