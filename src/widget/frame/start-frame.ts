import type { FrameEvent, FromFrame } from '../../wire/frame.ts';
import { emitFrom } from '../host-events.ts';
import { english } from '../i18n/language.ts';
import type { WidgetOptions } from '../options.ts';
import { bringIntoView } from './bring-into-view.ts';
import { linkFrame } from './frame-link.ts';
import { readTheme, watchTheme } from './page-theme.ts';

/**
 * In milliseconds: for a frame that has loaded something to say that it is our page, for one that has not, and from there on to a
 * shop that can be shown.
 */
const deadlines = { loaded: 3_000, here: 20_000, up: 30_000 };

/** One frame, from its first request to its end. */
export interface Shown {
  /** Sends options and look as they are now. */
  follow(): void;
  focus(): void;
  stop(): void;
}

interface FrameParts {
  readonly host: HTMLElement;
  readonly container: HTMLElement;
  /** As they are now. */
  readonly options: () => WidgetOptions;
  /** The secret of a resume link that led to the page around. */
  readonly resume: string | undefined;
  /** Whether the page has something of its own to show instead. */
  readonly hasWords: () => boolean;
  readonly onShow: (what: 'frame' | 'slot') => void;
  readonly onFail: () => void;
}

/** Fills `container` with a frame that shows the site's shop. */
export function startFrame({ host, container, options, resume, hasWords, onShow, onFail }: FrameParts): Shown {
  const { api, site } = options();
  const frame = document.createElement('iframe');
  let isHere = false;
  let isUp = false;
  /** Whether the shop's own session is open; not known at first. */
  let isOpen: boolean | undefined;
  let said = '';
  let deadline = setTimeout(onFail, deadlines.here);
  const expect = (milliseconds: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(onFail, milliseconds);
  };

  const follow = () => {
    const theme = readTheme(host, container);
    const { postalCode, commodity, annualUsage, phone } = options();
    const given = { locale: localeOf(options()), postalCode, commodity, annualUsage, phone };
    const now = JSON.stringify([theme, given]);
    if (now === said) return;
    said = now;
    link.say({ say: 'options', options: given });
    link.say({ say: 'theme', theme });
  };
  const hear = (message: FromFrame) => {
    switch (message.say) {
      case 'up':
        clearTimeout(deadline);
        frame.title = message.name;
        frame.style.height = `${message.height}px`;
        isUp = true;
        return look();
      case 'height':
        frame.style.height = `${message.height}px`;
        return;
      case 'see':
        return bringIntoView(container, message);
      case 'leave':
        return container.closest('dialog')?.close();
      case 'event':
        passOn(message.event);
    }
  };
  const passOn = (event: FrameEvent) => {
    const { event: name, ...detail } = event;
    if (name === 'shopper:ready') isOpen = true;
    if (name === 'shopper:error') isOpen ??= false;
    look();
    emitFrom(host, options().events)(name, detail);
  };
  // The page's own words know better whom to call than a shop that has nothing to show.
  const look = () => onShow(isUp && (isOpen !== false || !hasWords()) ? 'frame' : 'slot');

  const link = linkFrame({
    frame,
    origin: api,
    onHere() {
      isHere = true;
      expect(deadlines.up);
    },
    onChannel() {
      said = '';
      follow();
    },
    hear,
  });
  const stopWatching = watchTheme(host, follow);
  // Not every browser says that a frame it has blocked has loaded.
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'frame-src' && blockedURI.startsWith(api)) onFail();
  };
  document.addEventListener('securitypolicyviolation', onViolation);

  frame.title = english.shell.widget;
  frame.referrerPolicy = 'no-referrer';
  // No `sandbox`: it would keep a browser's PDF viewer from showing the contract, and protect the page from nobody but us.
  // Named only where it is known: a browser warns of what it does not know.
  frame.allow = 'share' in navigator ? 'clipboard-write; web-share' : 'clipboard-write';
  frame.onload = () => {
    if (!isHere) expect(deadlines.loaded);
  };
  const address = new URL(`/shop/${encodeURIComponent(site)}`, api);
  const locale = localeOf(options());
  if (locale) address.searchParams.set('lang', locale);
  // After the #, where no server sees it.
  if (resume !== undefined) address.hash = `shopper-resume=${resume}`;
  frame.src = address.href;
  container.replaceChildren(frame);
  return {
    follow,
    focus() {
      frame.focus();
      link.say({ say: 'focus' });
    },
    stop() {
      clearTimeout(deadline);
      stopWatching();
      document.removeEventListener('securitypolicyviolation', onViolation);
      link.close();
      frame.remove();
    },
  };
}

/** What the page speaks, unless it was told otherwise. */
const localeOf = ({ locale }: WidgetOptions) => locale || document.documentElement.lang || undefined;
