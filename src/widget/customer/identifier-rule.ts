import type { AccountIdentifier } from '../../wire/utility.ts';

/** What a rule asks for, in parts that words can be made of. Undefined parts could not be read from the pattern. */
export interface RuleShape {
  /** The lengths that fit, shortest first. */
  readonly lengths: readonly number[];
  readonly range: boolean;
  readonly starts: readonly string[];
  readonly digitsOnly: boolean;
}

/** Whether a tidied identifier follows the utility's rule. A rule we cannot run judges nobody. */
export function follows(identifier: string, { rule }: AccountIdentifier): boolean {
  try {
    return new RegExp(rule).test(identifier);
  } catch {
    return true;
  }
}

/** Whether a tidied identifier looks odd under a rule we are not sure of: worth a second look, no reason to stop. */
export const doubtful = (identifier: string, rule: AccountIdentifier): boolean =>
  identifier !== '' && rule.certainty !== 'published' && !follows(identifier, rule);

/**
 * Reads the kinds of pattern utilities have: an optional fixed start, then a number of digits or characters.
 *
 * @example ruleShape('^(1044372|1017699)\\d{10}$') // { lengths: [17], range: false, starts: ['1044372', '1017699'], digitsOnly: true }
 */
export function ruleShape(rule: string): RuleShape | undefined {
  // Two lengths and nothing between them are read as a range, and told apart from one at the end.
  const flat = rule.replace(/^\^\((\\d\{\d+)\}\|\\d\{(\d+\})\)\$$/, '^$1,$2$');
  const parts = /^\^(?:\(([\w|]+)\)|(\w+))?(\\d|\[[^\]]+\])\{(\d+)(?:,(\d+))?\}(\[[^\]]+\])?\$$/.exec(flat);
  if (!parts) return undefined;
  const [, alternatives, fixed, kind, least, most, last] = parts;
  const starts = (alternatives ?? fixed)?.split('|') ?? [];
  const extra = (starts[0]?.length ?? 0) + (last ? 1 : 0);
  return {
    lengths: [least, most].flatMap((part) => (part ? [Number(part) + extra] : [])),
    range: most !== undefined && flat === rule,
    starts,
    digitsOnly: kind === '\\d' && !last && !/\D/.test(starts.join('')),
  };
}
