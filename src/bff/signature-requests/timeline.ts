import { authorization } from '../../wire/authorization.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';

/** Every status of a stored request, oldest first. Parsed, because a JSON column is text. */
export const readTimeline = ({ timeline }: Pick<SignatureRequestRow, 'timeline'>) =>
  authorization.shape.timeline.parse(JSON.parse(timeline));
