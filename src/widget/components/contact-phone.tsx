import type { WidgetContext } from '../widget-context.ts';

export function ContactPhone({ context }: { readonly context: WidgetContext }) {
  const phone = context.site.value?.branding.phone;
  return phone ? context.catalog.app.callUs(phone) : null;
}
