import type { ComponentChildren } from 'preact';

/** One term and its value in a description list. */
export function DescriptionItem({ term, children }: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
