import type { Shopper } from '../shopper.ts';

/** The broker's telephone, where the site gives one. */
export function CallUs({ shopper }: { readonly shopper: Shopper }) {
  const opened = shopper.site.value;
  const phone = opened.state === 'open' ? opened.site.branding.phone : undefined;
  return phone ? shopper.language.shell.callUs(phone) : null;
}
