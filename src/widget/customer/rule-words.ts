import type { Utility } from '../../wire/utility.ts';
import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Format } from '../i18n/format.ts';
import { ruleShape } from './identifier-rule.ts';

interface Parts {
  readonly utility: Utility;
  readonly texts: CustomerTexts;
  readonly format: Format;
}

/** What the number looks like: `17 digits, starting with 1044372 or 1017699`. Undefined for a pattern we cannot read. */
export function expectedWords({ utility, texts, format }: Parts): string | undefined {
  const shape = ruleShape(utility.identifier.rule);
  const [least, most] = shape?.lengths ?? [];
  if (!shape || least === undefined) return undefined;
  const lengths =
    most === undefined
      ? texts.shape.one(String(least), shape.digitsOnly)
      : shape.range
        ? texts.shape.range(String(least), String(most), shape.digitsOnly)
        : texts.shape.one(format.list([String(least), String(most)], 'disjunction'), shape.digitsOnly);
  return lengths + (shape.starts.length ? texts.shape.starts(format.list(shape.starts, 'disjunction')) : '');
}
