import type { ErrorKind } from './api/errors.ts';
import type { WidgetContext } from './widget-context.ts';

/**
 * Explains an error to the customer, with the broker's phone number and, if a quota was reached, the time to try again.
 *
 * @param messages take precedence over the general messages
 */
export function errorText<Kind extends string>(
  { catalog: { app }, format, quotaEndsAt, site }: WidgetContext,
  kind: ErrorKind | Kind,
  messages: Readonly<Partial<Record<string, string>>> = {},
): string {
  const general: Readonly<Partial<Record<string, string>>> = app.errors;
  const end = kind === 'quota_reached' && quotaEndsAt.value;
  const phone = site.value?.branding.phone;
  return [messages[kind] ?? general[kind], end && app.retryAfter(format.dateTime(end)), phone && app.callUs(phone)]
    .filter(Boolean)
    .join(' ');
}
