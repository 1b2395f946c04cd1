import type { Utility } from '../../wire/utility.ts';
import type { BillHintTexts } from '../i18n/en/bill-hint.ts';

interface BillDrawingProps {
  readonly utility: Utility;
  readonly texts: BillHintTexts;
}

/** Where the numbers stand on most bills: a bill of nobody, with what is asked for marked. */
export function BillDrawing({ utility: { identifier, needs }, texts }: BillDrawingProps) {
  return (
    <>
      <svg class="bill" viewBox="0 0 260 170" aria-hidden="true">
        <rect class="paper" x="1" y="1" width="258" height="168" rx="6" />
        <rect class="ink" x="14" y="14" width="58" height="12" rx="2" />
        <path class="lines" d="M14 62h70M14 70h54" />
        {needs.includes('nameKey') && <rect class="mark" x="10" y="43" width="36" height="15" rx="4" />}
        <text class="words" x="14" y="54">
          {texts.name}
        </text>
        <rect class="mark" x="128" y="10" width="122" height="34" rx="4" />
        <text class="words small" x="134" y="22">
          {texts.caption(identifier.name)}
        </text>
        <text class="words" x="134" y="37">
          {texts.number}
        </text>
        <path class="lines" d="M128 56h118M128 64h90" />
        <path class="lines" d="M14 92h232M14 108h232M14 124h232M14 140h232" />
        {needs.includes('meterNumber') && <rect class="mark" x="10" y="94" width="84" height="13" rx="4" />}
        <text class="words small" x="14" y="104">
          {texts.meter}
        </text>
        <path class="bars" d="M20 160v-8M34 160v-12M48 160v-6M62 160v-14M76 160v-10" />
      </svg>
      <ul class="checks">
        <li>{texts.top(identifier.name)}</li>
        {needs.includes('meterNumber') && <li>{texts.table}</li>}
        {needs.includes('nameKey') && <li>{texts.letters}</li>}
      </ul>
    </>
  );
}
