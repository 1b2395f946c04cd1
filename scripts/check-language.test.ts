import { describe, expect, test } from 'vitest';
import { findBannedLanguage, findInSubject } from './check-language.ts';

const found = (file: string, source: string) =>
  findBannedLanguage(file, source).map(({ line, found }) => `${line}: ${found}`);

describe('the language check', () => {
  test('finds a banned word in a comment, a string, a template, JSX text and a test title', () => {
    const source = [
      '// Nobody answers.',
      "const message = 'It begins anew.';",
      'const greeting = `Whoever you are`;',
      "test('a customer is told', () => {});",
      'const view = <p>Type it at once.</p>;',
    ].join('\n');
    expect(found('planted.tsx', source)).toEqual(['1: Nobody', '2: anew', '3: Whoever', '4: told', '5: at once']);
  });

  test('finds a banned identifier wherever it is used', () => {
    expect(found('planted.ts', 'export const quietKeys = 1;\nquietKeys.toFixed();')).toEqual([
      '1: quietKeys',
      '2: quietKeys',
    ]);
  });

  test('reads documents, but not their code blocks', () => {
    expect(found('planted.md', 'Nobody knows.\n```\nnobody\n```\nHe is told.')).toEqual(['1: Nobody', '5: told']);
  });

  test('accepts plain English', () => {
    expect(
      found('plain.ts', '// Retries the request once. No one else holds the lease.\nexport const retries = 1;'),
    ).toEqual([]);
  });

  test('reports a commit subject that is too long or contains a banned word', () => {
    expect(findInSubject('abc1234', 'Rename the widget context')).toEqual([]);
    expect(findInSubject('abc1234', 'x'.repeat(61))).toHaveLength(1);
    expect(findInSubject('abc1234', 'Mend the form')).toHaveLength(1);
  });
});
