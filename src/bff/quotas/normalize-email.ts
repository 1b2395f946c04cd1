/** Hosts of one mailbox provider that ignores dots in the local part. */
const DOTLESS_HOSTS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/**
 * One spelling for all addresses of one mailbox: lower case, without a subaddress (RFC 5233), and without the dots that
 * Gmail ignores. Used only to count emails, never to send one.
 *
 * @example normalizeEmail('Dana.Fox+energy@Gmail.com') // 'danafox@gmail.com'
 */
export function normalizeEmail(email: string): string {
  const text = email.trim().normalize('NFKC').toLowerCase();
  const at = text.lastIndexOf('@');
  const [local = ''] = text.slice(0, at).split('+');
  const host = text.slice(at + 1).replace(/\.$/, '');
  if (DOTLESS_HOSTS.has(host)) return `${local.replaceAll('.', '')}@gmail.com`;
  return `${local}@${host}`;
}
