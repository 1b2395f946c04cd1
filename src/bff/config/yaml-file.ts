import { readFileSync } from 'node:fs';
import { type Document, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { OperatorError } from '../operator-error.ts';

/**
 * `partners.yaml` is invalid. `message` has one line per error, each with the file and, if known, the position in it.
 */
export class PartnersFileError extends OperatorError {
  override readonly name = 'PartnersFileError';
}

/** Returns `file:line:column` of a path. If the file does not contain the path, uses its nearest ancestor. */
export type Locate = (path: readonly PropertyKey[]) => string;

/**
 * Reads a YAML file and validates it.
 *
 * @throws PartnersFileError
 */
export function readYamlFile<S extends z.ZodType>(
  file: string,
  schema: S,
): { readonly data: z.infer<S>; readonly locate: Locate } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PartnersFileError(`${file}: cannot read the file`, { cause });
  }
  const lineCounter = new LineCounter();
  const position = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const document = parseDocument(text, { lineCounter });
  const [syntaxError] = document.errors;
  if (syntaxError) {
    // The library's message may quote the file, which could contain a secret by mistake.
    const problem = syntaxError.code.toLowerCase().replaceAll('_', ' ');
    throw new PartnersFileError(`${position(syntaxError.pos[0])}: invalid YAML: ${problem}`);
  }
  const locate: Locate = (path) => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return position(node.range[0]);
    }
    return `${file}:1:1`;
  };
  const parsed = schema.safeParse(toValue(document, position));
  if (parsed.success) return { data: parsed.data, locate };
  throw new PartnersFileError(formatIssues(parsed.error, locate));
}

/**
 * Converts the document to a plain value. Aliases that are undefined, or that together expand to a huge value, are
 * detected only now.
 *
 * @throws PartnersFileError without text from the file
 */
function toValue(document: Document.Parsed, position: (offset: number) => string): unknown {
  const aliases: { readonly offset: number; readonly isResolved: boolean }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      aliases.push({ offset: alias.range?.[0] ?? 0, isResolved: alias.resolve(document) !== undefined });
    },
  });
  const unresolved = aliases.find(({ isResolved }) => !isResolved);
  if (unresolved) throw new PartnersFileError(`${position(unresolved.offset)}: the alias has no anchor before it`);
  try {
    return document.toJS();
  } catch (cause) {
    throw new PartnersFileError(`${position(aliases[0]?.offset ?? 0)}: too many aliases`, { cause });
  }
}

function formatIssues(error: z.ZodError, locate: Locate): string {
  return error.issues
    .map((issue) => {
      const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      return `${locate(path)}: ${path.map(String).join('.')}: ${issue.message}`;
    })
    .join('\n');
}
