import type { AccountIdentifier } from '../../wire/utility.ts';

/** What a rule asks for, in parts that words can be made of. Undefined parts could not be read from the pattern. */
export interface IdentifierFormat {
  /** The lengths that fit, shortest first. */
  readonly lengths: readonly number[];
  readonly isRange: boolean;
  readonly prefixes: readonly string[];
  readonly digitsOnly: boolean;
}

/** Whether a tidied identifier follows the utility's rule. A rule we cannot run judges nobody. */
export function matchesRule(identifier: string, { pattern }: AccountIdentifier): boolean {
  try {
    return new RegExp(pattern).test(identifier);
  } catch {
    return true;
  }
}

/** Whether a tidied identifier looks odd under a rule we are not sure of: worth a second look, no reason to stop. */
export const violatesUnverifiedRule = (identifier: string, pattern: AccountIdentifier): boolean =>
  identifier !== '' && pattern.confidence !== 'published' && !matchesRule(identifier, pattern);

/**
 * Reads the kinds of pattern utilities have: an optional fixed start, then a number of digits or characters.
 *
 * @example ruleShape('^(1044372|1017699)\\d{10}$') // { lengths: [17], range: false, starts: ['1044372', '1017699'], digitsOnly: true }
 */
export function parseRule(pattern: string): IdentifierFormat | undefined {
  // Two lengths and nothing between them are read as a range, and told apart from one at the end.
  const flattened = pattern.replace(/^\^\((\\d\{\d+)\}\|\\d\{(\d+\})\)\$$/, '^$1,$2$');
  const parts = /^\^(?:\(([\w|]+)\)|(\w+))?(\\d|\[[^\]]+\])\{(\d+)(?:,(\d+))?\}(\[[^\]]+\])?\$$/.exec(flattened);
  if (!parts) return undefined;
  const [, alternatives, prefix, kind, min, max, suffix] = parts;
  const prefixes = (alternatives ?? prefix)?.split('|') ?? [];
  const extra = (prefixes[0]?.length ?? 0) + (suffix ? 1 : 0);
  return {
    lengths: [min, max].flatMap((part) => (part ? [Number(part) + extra] : [])),
    isRange: max !== undefined && flattened === pattern,
    prefixes,
    digitsOnly: kind === '\\d' && !suffix && !/\D/.test(prefixes.join('')),
  };
}
