import type { AccountIdentifier, Utility } from '../../wire/utility.ts';
import type { CustomerMessages } from '../i18n/en/customer.ts';
import type { Format } from '../i18n/format.ts';

/** Whether a normalized identifier matches the utility's pattern. An invalid pattern matches every identifier. */
export function matchesRule(identifier: string, { pattern }: AccountIdentifier): boolean {
  try {
    return new RegExp(pattern).test(identifier);
  } catch {
    return true;
  }
}

/**
 * Whether a normalized identifier violates a pattern that the utility has not published. The form then shows a warning
 * instead of an error.
 */
export const violatesUnverifiedRule = (identifier: string, rule: AccountIdentifier): boolean =>
  identifier !== '' && rule.confidence !== 'published' && !matchesRule(identifier, rule);

/** The parts of an identifier pattern that a message can describe. */
export interface IdentifierFormat {
  /** Valid lengths, shortest first. */
  readonly lengths: readonly number[];
  /** Whether `lengths` contains the two ends of a range. */
  readonly isRange: boolean;
  readonly prefixes: readonly string[];
  readonly digitsOnly: boolean;
}

/**
 * Parses the kinds of patterns that utilities use: an optional fixed prefix, then a number of digits or characters.
 *
 * @returns undefined for any other pattern
 * @example parseRule('^(1044372|1017699)\\d{10}$')
 *   // { lengths: [17], isRange: false, prefixes: ['1044372', '1017699'], digitsOnly: true }
 */
export function parseRule(pattern: string): IdentifierFormat | undefined {
  // `\d{a}|\d{b}` is parsed like the range `\d{a,b}`. `isRange` distinguishes the two.
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

/** Whether an identifier of this length can match the utility's pattern. False if the pattern cannot be parsed. */
export function hasValidLength({ pattern }: AccountIdentifier, length: number): boolean {
  const { lengths = [], isRange } = parseRule(pattern) ?? {};
  const [min = 0, max = 0] = lengths;
  return isRange ? min <= length && length <= max : lengths.includes(length);
}

interface FormatMessageOptions {
  readonly utility: Utility;
  readonly messages: CustomerMessages;
  readonly format: Format;
}

/**
 * Describes the format of the utility's identifier.
 *
 * @returns undefined for a pattern that cannot be described
 * @example identifierFormatMessage({ utility, messages, format }) // '17 digits, starting with 1044372 or 1017699'
 */
export function identifierFormatMessage({ utility, messages, format }: FormatMessageOptions): string | undefined {
  const rule = parseRule(utility.identifier.pattern);
  const [min, max] = rule?.lengths ?? [];
  if (!rule || min === undefined) return undefined;
  const { exact, range, prefix } = messages.identifierFormat;
  const lengths =
    max !== undefined && rule.isRange
      ? range(String(min), String(max), rule.digitsOnly)
      : exact(format.list(rule.lengths.map(String), 'disjunction'), rule.digitsOnly);
  return lengths + (rule.prefixes.length ? prefix(format.list(rule.prefixes, 'disjunction')) : '');
}
