import type { ComponentChildren } from 'preact';

/** What every control says about itself. `error` goes before `hint`; both are read out with the control. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Worth a second look, but no reason to stop. */
  readonly warning?: string | undefined;
  readonly error?: string | undefined;
  /** The word for "optional", where it is. */
  readonly optional?: string | undefined;
}

const noteId = (name: string) => `${name}-note`;

/** The attributes that tie a control to its label and its note. */
export const fieldAria = ({ name, hint, warning, error }: FieldProps) => ({
  id: name,
  name,
  'aria-invalid': error ? ('true' as const) : undefined,
  'aria-describedby': error || warning || hint ? noteId(name) : undefined,
});

/** A label, a control, and one line under it: what is wrong, what looks odd, or a hint. */
export function Field({ children, ...props }: FieldProps & { readonly children: ComponentChildren }) {
  const { name, label, hint, warning, error, optional } = props;
  const kind = error ? 'error' : warning ? 'warning' : 'hint';
  return (
    <div class={`field field-${name.replace(/\W/g, '-')}`} part="field">
      <label for={name}>
        {label}
        {optional && <span class="text-muted"> ({optional})</span>}
      </label>
      {children}
      <p id={noteId(name)} class={`field-note field-note-${kind}`} aria-live="polite">
        {error || warning || hint}
      </p>
    </div>
  );
}
