import type { Site } from '../../wire/session.ts';

/** What the signing service's own script asks for before it shows signing in a page; undefined where it cannot. */
export const focusedViewConfig = (signing: Site['signing'] | undefined): Site['signing']['docusign'] =>
  signing?.docusign;
