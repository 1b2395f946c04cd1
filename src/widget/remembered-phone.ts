import { session } from '../wire/session.ts';
import type { Memory } from './memory.ts';

/** The broker's telephone as this tab heard it last; for when no session can be opened. */
export function rememberedPhone(memory: Memory): string | undefined {
  try {
    return session.safeParse(JSON.parse(memory.read('session') ?? 'null')).data?.site.branding.phone;
  } catch {
    return undefined;
  }
}
