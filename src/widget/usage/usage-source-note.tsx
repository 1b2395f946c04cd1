import type { ComponentChildren } from 'preact';
import type { UsageEstimatorMessages, UsageSourceMessages } from '../i18n/en/usage.ts';
import type { Format } from '../i18n/format.ts';
import type { WidgetContext } from '../widget-context.ts';
import { USAGE_UNITS } from './usage-units.ts';

export interface UsageSourceNoteProps {
  readonly context: WidgetContext;
  /** Encoded source of the usage (see `usage-panel.ts`). */
  readonly source: string;
  /** Shown until the note has loaded, and when the source is malformed. */
  readonly fallback: ComponentChildren;
}

export function UsageSourceNote({
  context,
  source,
  fallback,
  messages,
}: UsageSourceNoteProps & { readonly messages: UsageEstimatorMessages }) {
  return <>{formatUsageSource(messages.sources, context.format, source) ?? fallback}</>;
}

/**
 * Formats an encoded source as one sentence. Undefined when `encoded` is malformed.
 *
 * @example
 * // 'Estimate based on the TX commercial average of 8.82 ¢/kWh (EIA, Electric Power Annual, 2023). Your usage may …'
 */
function formatUsageSource(messages: UsageSourceMessages, format: Format, encoded: string): string | undefined {
  const [kind, amount = '', unitName, state = '', source = ''] = encoded.split('|');
  if (kind === 'locations') return messages.locations(Number(amount));
  const unit = [...USAGE_UNITS.electric, ...USAGE_UNITS.gas].find((candidate) => candidate === unitName);
  if (!unit) return undefined;
  const price = format.rateText({ amount, unit });
  switch (kind) {
    case 'state_average':
      return messages.state_average(price, state, source);
    case 'intensity':
      return messages.intensity(format.number(amount), format.unit(unit), source);
    case 'assumed_price':
    case 'own_rate':
      return messages[kind](price);
    default:
      return undefined;
  }
}
