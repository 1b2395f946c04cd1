const soonest = 2 * 60_000;
const latest = 6 * 60 * 60_000;

/**
 * When to ask the upstream about a contract that says nothing: soon after something happened, then ever more rarely, each
 * time waiting half as long as it has been quiet. Milliseconds from now.
 */
export const quietFor = (sinceUpdate: number): number => Math.min(latest, Math.max(soonest, sinceUpdate / 2));
