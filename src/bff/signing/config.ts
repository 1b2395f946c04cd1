import { z } from 'zod';
import { type Presentation, presentation } from '../../wire/session.ts';

/** `sites[].signing`: how contracts are signed. */
export const signingConfig = z.strictObject({
  /** Whether contracts are signed in a signing session or by email. */
  method: z.enum(['session', 'email']).default('session'),
  /** How a signing session may be presented. Default: every presentation that the environment supports. */
  presentations: z.array(z.enum(presentation.options)).min(1).optional(),
});

/** @param supportsFocusedView whether the environment has a DocuSign integration key */
export function resolvePresentations(
  { presentations }: z.infer<typeof signingConfig>,
  supportsFocusedView: boolean,
): readonly Presentation[] {
  return presentations ?? (supportsFocusedView ? presentation.options : ['popup', 'redirect']);
}
