import type { ComponentChildren } from 'preact';

export const ScrollRegion = ({ label, children }: { readonly label: string; readonly children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: Without focus, a keyboard user cannot scroll the region.
  <section class="scroll" tabIndex={0} aria-label={label}>
    {children}
  </section>
);
