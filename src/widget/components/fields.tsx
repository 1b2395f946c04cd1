import type { ComponentChildren } from 'preact';

/**
 * Props of every form field. The note below the control shows the `error` or else the `warning`, followed by the
 * `hint`. Screen readers announce the note with the control.
 */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** Message for a value that is unusual, but valid. */
  readonly warning?: string | undefined;
  readonly error?: string | undefined;
  /**
   * Whether screen readers announce a new error or warning. Set this if it can appear while another control has the
   * focus.
   */
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

/** A label, a control and, below the control, a note with the error or the warning, and the hint. */
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
      <p id={noteId(name)} class="field-note field-note-hint">
        <span role={announcesNote ? 'status' : undefined}>
          {message && <span class={`field-note-${error ? 'error' : 'warning'}`}>{message} </span>}
        </span>
        {hint && <span>{hint}</span>}
      </p>
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly suffix?: string | undefined;
  readonly inputProps?: {
    readonly inputMode?: 'numeric' | 'decimal' | 'email' | 'tel';
    readonly autocomplete?: string;
    readonly autocapitalize?: 'characters';
    readonly spellcheck?: false;
    readonly maxLength?: number;
  };
}

/** A single-line text field. It accepts any input; the store normalizes and validates it. */
export function TextField({ value, onInput, onBlur, suffix, inputProps, ...field }: TextFieldProps) {
  const readValue = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    if (currentTarget.value !== value) onInput(currentTarget.value);
  };
  return (
    <Field {...field}>
      <span class="field-control">
        <input
          type="text"
          {...inputProps}
          {...fieldAria(field)}
          value={value}
          onInput={readValue}
          // Some autofill programs fire only a change event.
          onChange={readValue}
          {...(onBlur && { onBlur })}
        />
        {/* A second label, so that screen readers announce the unit with the field's name. */}
        {suffix && (
          <label class="field-suffix" for={field.name}>
            {suffix}
          </label>
        )}
      </span>
    </Field>
  );
}

interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value | '';
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: Value) => void;
  readonly onBlur?: (() => void) | undefined;
}

/** A native `select`, so that phones show their native picker. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { value, options, placeholder, disabled, onChange, onBlur, ...field } = props;
  return (
    <Field {...field}>
      <select
        {...fieldAria(field)}
        value={value}
        disabled={disabled}
        {...(onBlur && { onBlur })}
        onChange={(event) => {
          const selected = options.find((option) => option.value === event.currentTarget.value);
          if (selected) onChange(selected.value);
        }}
      >
        {placeholder !== undefined && (
          <option value="" disabled selected={value === ''}>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface SegmentedControlProps<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly hideLabel?: boolean;
}

/** Radio buttons that look like a row of segments. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { name, label, value, options, onChange, hideLabel } = props;
  return (
    <fieldset class="segmented-control">
      <legend class={hideLabel ? 'visually-hidden' : ''}>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
