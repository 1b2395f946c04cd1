/**
 * Gray placeholder bars for content that is loading. They are about as high as the content, to prevent layout shift.
 */
export function Skeleton({ label, rows = 5 }: { readonly label: string; readonly rows?: number }) {
  return (
    <div class="section" role="status">
      <span class="visually-hidden">{label}</span>
      <div class="skeleton-bar skeleton-bar-heading" />
      <div class="skeleton-bar" />
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="skeleton-bar skeleton-bar-row" />
      ))}
    </div>
  );
}
