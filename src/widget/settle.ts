import { quietKeys } from './quiet-keys.ts';

/** What a mount does once it has painted. On our own page in a frame, that is also to speak with the page around it. */
export function settle(container: HTMLElement, host: Element): void {
  quietKeys(container);
  if (host instanceof HTMLElement && host.hasAttribute('framed')) {
    import('./frame/speak-with-page.ts').then(
      ({ speakWithPage }) => speakWithPage(host),
      // The page around hears nothing from us, and shows what it has instead.
      () => {},
    );
  }
}
