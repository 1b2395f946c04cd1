import type { FieldProblem } from '../../wire/problem.ts';
import type { SubmissionErrorMessages } from '../i18n/en/submission-errors.ts';

/** Why there is no contract for this offer, each reason once; the general words for reasons we do not know. */
export function rejectionMessage({ rejections }: SubmissionErrorMessages, fields: readonly FieldProblem[]): string {
  const matching = Object.entries(rejections).filter(([code]) => fields.some((field) => field.code === code));
  return matching.map(([, message]) => message).join(' ') || rejections.other;
}
