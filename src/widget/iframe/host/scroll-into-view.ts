import type { IframeMessage } from '../../../wire/iframe.ts';

/**
 * Scrolls the page, or the dialog, to a part of the frame in `container`: a frame cannot do so itself. A step's start comes to the top
 * when it stands above what is seen; a field comes as near as need be.
 */
export function scrollIntoView(
  container: HTMLElement,
  { top, height, block }: Extract<IframeMessage, { type: 'scroll-to' }>,
): void {
  const marker = document.createElement('div');
  marker.className = 'scroll-marker';
  marker.style.top = `${top}px`;
  marker.style.height = `${height}px`;
  container.append(marker);
  if (block === 'nearest' || marker.getBoundingClientRect().top < 0) marker.scrollIntoView({ block });
  marker.remove();
}
