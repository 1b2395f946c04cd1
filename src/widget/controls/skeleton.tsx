/** Grey bars where something will stand, about as high, so that the page does not jump when it comes. */
export function Skeleton({ words, bars = 5 }: { readonly words: string; readonly bars?: number }) {
  return (
    <div class="pad" role="status">
      <span class="hidden">{words}</span>
      <div class="bone wide" />
      <div class="bone" />
      {Array.from({ length: bars }, (_, index) => (
        <div key={index} class="bone tall" />
      ))}
    </div>
  );
}
