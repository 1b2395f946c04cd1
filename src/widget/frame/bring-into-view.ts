import type { FromFrame } from '../../wire/frame.ts';

/**
 * Scrolls the page, or the dialog, to a part of the frame in `container`: a frame cannot do so itself. A step's start comes to the top
 * when it stands above what is seen; a field comes as near as need be.
 */
export function bringIntoView(container: HTMLElement, { top, height, to }: Extract<FromFrame, { say: 'see' }>): void {
  const spot = document.createElement('div');
  spot.className = 'spot';
  spot.style.top = `${top}px`;
  spot.style.height = `${height}px`;
  container.append(spot);
  if (to === 'nearest' || spot.getBoundingClientRect().top < 0) spot.scrollIntoView({ block: to });
  spot.remove();
}
