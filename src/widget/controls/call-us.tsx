import type { Shopper } from '../shopper.ts';

/** The broker's telephone, where the site gives one. */
export function CallUs({ shopper }: { readonly shopper: Shopper }) {
  const phone = shopper.site.value?.branding.phone;
  return phone ? shopper.language.shell.callUs(phone) : null;
}
