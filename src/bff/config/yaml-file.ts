import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
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
    throw new PartnersFileError(`${position(syntaxError.pos[0])}: ${syntaxError.message.split('\n', 1)[0]}`);
  }
  const locate: Locate = (path) => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return position(node.range[0]);
    }
    return `${file}:1:1`;
  };
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { data: parsed.data, locate };
  throw new PartnersFileError(formatIssues(parsed.error, locate));
}

function formatIssues(error: z.ZodError, locate: Locate): string {
  return error.issues
    .map((issue) => {
      const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      return `${locate(path)}: ${path.map(String).join('.')}: ${issue.message}`;
    })
    .join('\n');
}
