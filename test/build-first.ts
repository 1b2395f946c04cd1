import { buildIfChanged } from '../scripts/build.ts';

/** Some tests look at what ships: it must be of these sources. */
export const setup = buildIfChanged;
