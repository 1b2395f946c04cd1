import type { Utility } from '../../wire/utility.ts';
import type { CustomerMessages } from '../i18n/en/customer.ts';
import type { Format } from '../i18n/format.ts';
import { parseRule } from './identifier-rule.ts';

interface MessageOptions {
  readonly utility: Utility;
  readonly messages: CustomerMessages;
  readonly format: Format;
}

/** What the number looks like: `17 digits, starting with 1044372 or 1017699`. Undefined for a pattern we cannot read. */
export function identifierFormatMessage({ utility, messages, format }: MessageOptions): string | undefined {
  const identifierFormat = parseRule(utility.identifier.pattern);
  const [min, max] = identifierFormat?.lengths ?? [];
  if (!identifierFormat || min === undefined) return undefined;
  const lengths =
    max === undefined
      ? messages.identifierFormat.exact(String(min), identifierFormat.digitsOnly)
      : identifierFormat.isRange
        ? messages.identifierFormat.range(String(min), String(max), identifierFormat.digitsOnly)
        : messages.identifierFormat.exact(
            format.list([String(min), String(max)], 'disjunction'),
            identifierFormat.digitsOnly,
          );
  return (
    lengths +
    (identifierFormat.prefixes.length
      ? messages.identifierFormat.prefix(format.list(identifierFormat.prefixes, 'disjunction'))
      : '')
  );
}
