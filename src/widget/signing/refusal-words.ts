import type { FieldProblem } from '../../wire/problem.ts';
import type { NotMadeTexts } from '../i18n/en/not-made.ts';

/** Why there is no contract for this offer, each reason once; the general words for reasons we do not know. */
export function refusalWords({ refusals }: NotMadeTexts, fields: readonly FieldProblem[]): string {
  const known = Object.entries(refusals).filter(([code]) => fields.some((field) => field.code === code));
  return known.map(([, words]) => words).join(' ') || refusals.other;
}
