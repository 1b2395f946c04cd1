/** A wire path as Hono writes it: `/v1/contracts/{id}` → `/v1/contracts/:id`. */
export const toHonoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
