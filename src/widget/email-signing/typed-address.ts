import { type Signal, signal } from '@preact/signals';
import { customerDraft } from '../customer/customer-draft.ts';
import { perWidget } from '../per-widget.ts';
import type { WidgetContext } from '../widget-context.ts';

/** The address to which the customer has had the contract resent, in memory only. */
export const resentTo: (context: WidgetContext) => Signal<string | undefined> = perWidget(() =>
  signal<string | undefined>(undefined),
);

/**
 * The address as the customer typed it on this page, so that they notice a typo. Anyone else, such as the recipient of a
 * resume link, sees the masked one.
 *
 * @param masked the address as the server shows it: `d…@bakery.example`
 */
export function visibleAddress(context: WidgetContext, masked: string): string {
  const typed = [resentTo(context).value, customerDraft(context).input.value?.fields['/signer/email']];
  return typed.find((address) => address !== undefined && mask(address.trim()) === masked) ?? masked;
}

/** As the server masks it. The part before the @ may be as short as one character. */
const mask = (address: string): string => address.replace(/^(.)[^@]*/u, '$1…');
