import { options } from 'preact';

/** Elements that stay, because they may have the focus, or are found by their own keys. */
const STAYS = /^(a|button|summary|option)$/;

/**
 * Makes Preact replace an element whose text has changed, instead of changing its text node. A translator in the browser
 * replaces text nodes by its own elements, so a change of the original node, which is no longer on the page, would leave
 * yesterday's price on show. Elements with a role stay too: screen readers announce changes only in one that stays.
 */
export function replaceChangedText(): void {
  options.vnode = (vnode) => {
    const { type, key, props } = vnode;
    if (typeof type !== 'string' || key != null || STAYS.test(type) || 'role' in props) return;
    const children: readonly unknown[] = [props.children].flat();
    const text = children.join('');
    if (text && children.every((child) => typeof child !== 'object')) vnode.key = text;
  };
}
