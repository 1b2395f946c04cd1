import { z } from 'zod/mini';
import { type Letter, letter, letterStatus } from '../../wire/letter.ts';
import type { LetterRow } from './letter-table.ts';

const timeline = letter.shape.timeline;

/** A stored letter as its owner may see it. */
export const letterFromRow = (row: LetterRow): Letter => ({
  id: row.id,
  reference: row.reference,
  status: letterStatus.parse(row.status),
  ...(row.reason === null ? {} : { reason: row.reason }),
  to: row.recipient,
  accounts: z.array(z.object({ last4: z.string() })).parse(JSON.parse(row.accounts)),
  timeline: timeline.parse(JSON.parse(row.timeline)),
});

/** @example maskEmail('ada@bakery.example') // 'a…@bakery.example' */
export const maskEmail = (email: string): string => email.replace(/^(.).*(?=@)/u, '$1…');
