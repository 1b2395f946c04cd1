import type { WidgetContext } from '../widget-context.ts';

/** The broker's phone number, if the site has one. */
export function ContactPhone({ context }: { readonly context: WidgetContext }) {
  const phone = context.site.value?.branding.phone;
  return phone ? context.catalog.app.callUs(phone) : null;
}
