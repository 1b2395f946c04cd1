import type { Caller } from './authenticate.ts';

/** A page of the very origin the session was opened on, or undefined: nobody is sent anywhere else. */
export function parseReturnUrl(caller: Caller, text: string | undefined): URL | undefined {
  const url = URL.parse(text ?? '');
  const isSameOrigin =
    url?.origin === caller.origin && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return url && isSameOrigin ? url : undefined;
}
