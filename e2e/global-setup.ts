import { buildIfChanged } from '../scripts/build.ts';

/** Builds once, before the workers start their servers. */
export default buildIfChanged;
