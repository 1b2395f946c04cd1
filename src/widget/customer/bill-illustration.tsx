import type { Utility } from '../../wire/utility.ts';
import type { OptionalMessages } from '../i18n/en/optional-sections.ts';
import type { WidgetContext } from '../widget-context.ts';
import { parseRule } from './identifier.ts';

export interface BillIllustrationProps {
  readonly context: WidgetContext;
  readonly utility: Utility;
}

export function BillIllustration({
  utility: { identifier, requiredFields },
  optionalMessages: { billIllustration: messages },
}: BillIllustrationProps & { readonly optionalMessages: OptionalMessages }) {
  return (
    <>
      <svg class="bill-illustration" viewBox="0 0 260 170" aria-hidden="true">
        <rect class="bill-illustration-paper" x="1" y="1" width="258" height="168" rx="6" />
        <rect class="bill-illustration-ink" x="14" y="14" width="58" height="12" rx="2" />
        <path class="bill-illustration-lines" d="M14 62h70M14 70h54" />
        {requiredFields.includes('nameKey') && (
          <rect class="bill-illustration-highlight" x="10" y="43" width="36" height="15" rx="4" />
        )}
        <text class="bill-illustration-label" x="14" y="54">
          {messages.name}
        </text>
        <rect class="bill-illustration-highlight" x="128" y="10" width="122" height="34" rx="4" />
        <text class="bill-illustration-label bill-illustration-label-small" x="134" y="22">
          {messages.caption(identifier.name)}
        </text>
        <text class="bill-illustration-label bill-illustration-number" x="134" y="37">
          {exampleIdentifier(identifier.pattern)}
        </text>
        <path class="bill-illustration-lines" d="M128 56h118M128 64h90" />
        <path class="bill-illustration-lines" d="M14 92h232M14 108h232M14 124h232M14 140h232" />
        {requiredFields.includes('meterNumber') && (
          <rect class="bill-illustration-highlight" x="10" y="94" width="84" height="13" rx="4" />
        )}
        <text class="bill-illustration-label bill-illustration-label-small" x="14" y="104">
          {messages.meter}
        </text>
        <path class="bill-illustration-usage-bars" d="M20 160v-8M34 160v-12M48 160v-6M62 160v-14M76 160v-10" />
      </svg>
      <ul class="checklist">
        <li>{messages.accountNumberHint(identifier.name)}</li>
        {requiredFields.includes('meterNumber') && <li>{messages.meterNumberHint}</li>}
        {requiredFields.includes('nameKey') && <li>{messages.nameKeyHint}</li>}
      </ul>
    </>
  );
}

/** Digits are shown in groups of at most this many, as on most bills. */
const DIGITS_PER_GROUP = 5;

/**
 * Returns an example of the utility's account number as printed on a bill: the prefix and zeros.
 *
 * @example exampleIdentifier('^(1044372|1017699)\\d{10}$') // '1044372 00000 00000'
 */
export function exampleIdentifier(pattern: string): string {
  const rule = parseRule(pattern);
  const [prefix = ''] = rule?.prefixes ?? [];
  const length = rule?.lengths[0] ?? 10;
  const zeros = '0'.repeat(Math.max(0, length - prefix.length));
  return [prefix, ...(zeros.match(new RegExp(`.{1,${DIGITS_PER_GROUP}}`, 'g')) ?? [])].filter(Boolean).join(' ');
}
