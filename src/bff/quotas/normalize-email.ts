import { domainToASCII } from 'node:url';

/** Hosts of one mailbox provider that ignores dots in the local part. */
const DOTLESS_HOSTS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/**
 * One spelling for all addresses of one mailbox: lower case, without a subaddress (RFC 5233), without the dots that
 * Gmail ignores, and with the host as mail servers look it up (RFC 5891). Used only to count emails, never to send one.
 * All hosts that are invalid count as one, because a mail program may still correct their spelling.
 *
 * @example normalizeEmail('Dana.Fox+energy@Gmail.com') // 'danafox@gmail.com'
 * @example normalizeEmail('dana@bäckerei。example') // 'dana@xn--bckerei-5wa.example'
 */
export function normalizeEmail(email: string): string {
  const text = email.trim();
  const at = text.lastIndexOf('@');
  const [local = ''] = text.slice(0, at).normalize('NFKC').toLowerCase().split('+');
  const host = domainToASCII(text.slice(at + 1)).replace(/\.$/, '');
  if (DOTLESS_HOSTS.has(host)) return `${local.replaceAll('.', '')}@gmail.com`;
  return `${local}@${host}`;
}
