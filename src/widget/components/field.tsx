import type { ComponentChildren } from 'preact';

/**
 * Props of every form field. An `error` replaces a `warning`. Both are shown above the `hint`. Screen readers announce
 * the text that is shown, together with the control.
 */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** The value is unusual, but valid. */
  readonly warning?: string | undefined;
  readonly error?: string | undefined;
  /** Screen readers announce the note, which changes while the focus is elsewhere. */
  readonly announcesNote?: boolean;
  /** The localized word "optional", for an optional field. */
  readonly optional?: string | undefined;
}

const noteId = (name: string) => `${name}-note`;

/** Attributes that connect a control to its label and its note. */
export const fieldAria = ({ name, hint, warning, error }: FieldProps) => ({
  id: name,
  name,
  'aria-invalid': error ? ('true' as const) : undefined,
  'aria-describedby': error || warning || hint ? noteId(name) : undefined,
});

/** A label, a control, and an error, a warning or a hint below it. */
export function Field({ children, ...props }: FieldProps & { readonly children: ComponentChildren }) {
  const { name, label, hint, warning, error, announcesNote, optional } = props;
  const message = error || warning;
  return (
    <div class={`field field-${name.replace(/\W/g, '-')}`} part="field">
      <label for={name}>
        {label}
        {optional && <span class="text-muted"> ({optional})</span>}
      </label>
      {children}
      <p id={noteId(name)} class="field-note field-note-hint" role={announcesNote ? 'status' : undefined}>
        {message && <span class={`field-note-${error ? 'error' : 'warning'}`}>{message} </span>}
        {hint}
      </p>
    </div>
  );
}
