import { useSignal } from '@preact/signals';
import { TextField } from '../components/fields.tsx';
import { Status } from '../components/live-region.tsx';
import type { SelectedOffer } from '../flow-reducer.ts';
import type { CustomerMessages } from '../i18n/en/customer.ts';
import type { OptionalMessages } from '../i18n/en/optional-sections.ts';
import { hasExtension } from '../normalize-input.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { CheckboxInput, FieldPath } from './customer-input.ts';
import type { CustomerStore } from './customer-store.ts';
import type { TextFieldPath } from './to-field-path.ts';

export interface SectionProps {
  readonly context: WidgetContext;
  readonly selection: SelectedOffer;
  readonly store: CustomerStore;
  readonly messages: CustomerMessages;
}

/** Props of an optional section. The messages load together with the section. */
export interface OptionalSectionProps extends SectionProps {
  readonly optionalMessages: OptionalMessages;
}

export interface FieldBinding {
  readonly name: FieldPath;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onBlur: () => void;
  readonly error: string | undefined;
}

export const bindField = ({ store, messages }: SectionProps, path: FieldPath) => ({
  name: path,
  onBlur: () => store.blur(path),
  error: fieldError(messages, path, store.errors.value[path]),
});

/** @example fieldError(messages, '/signer/title', 'required') // 'Enter a job title.' */
export function fieldError(messages: CustomerMessages, path: FieldPath, code: string | undefined): string | undefined {
  const requiredMessage = code === 'required' ? messages.required[path.slice(path.lastIndexOf('/') + 1)] : undefined;
  return requiredMessage ?? errorMessage(messages.errors, code);
}

/** Binds a control to a text field that does not belong to an account. */
export const bindTextField = (props: SectionProps, path: TextFieldPath): FieldBinding => ({
  ...bindField(props, path),
  value: props.store.input.value.fields[path] ?? '',
  onInput: (text: string) => props.store.setField(path, text),
});

/**
 * Returns the message for an error code, or the generic message for an unknown code. Supplier codes are matched
 * case-insensitively. The server's text is never shown.
 *
 * @example errorMessage(messages.errors, 'a76') === messages.errors.A76
 */
export function errorMessage(messages: Readonly<Record<string, string>>, code: string | undefined): string | undefined {
  if (!code) return undefined;
  const key = Object.keys(messages).find((knownCode) => knownCode.toLowerCase() === code.toLowerCase());
  return messages[key ?? 'other'];
}

interface SectionHeadingProps extends SectionProps {
  readonly heading: string;
  readonly hint?: string;
  /** Matches the paths of the section's fields. Omitted if the section is optional. */
  readonly section?: RegExp;
}

/** The heading of a section. A section with required fields has a check mark while all of its fields are valid. */
export const SectionHeading = ({ context, store, heading, hint, section }: SectionHeadingProps) => (
  <>
    <h2>
      {heading}
      {section && store.isComplete(section) && (
        <span role="img" aria-label={context.catalog.app.done}>
          {' ✓'}
        </span>
      )}
    </h2>
    {hint && <p class="text-muted">{hint}</p>}
  </>
);

interface CheckboxFieldProps {
  readonly store: CustomerStore;
  readonly name: keyof CheckboxInput;
  readonly label: string;
  readonly onChange?: (isChecked: boolean) => void;
}

export const CheckboxField = ({ store, name, label, onChange }: CheckboxFieldProps) => (
  <label class="checkbox">
    <input
      type="checkbox"
      name={name}
      checked={store.input.value[name]}
      onChange={(event) => {
        store.setChecked(name, event.currentTarget.checked);
        onChange?.(event.currentTarget.checked);
      }}
    />
    <span>{label}</span>
  </label>
);

interface PhoneFieldProps extends SectionProps {
  readonly label: string;
  readonly path: TextFieldPath;
  readonly autocomplete: string;
}

/**
 * A phone number field. It tells the customer when it removes an extension, because suppliers cannot dial extensions.
 */
export function PhoneField({ label, path, autocomplete, ...props }: PhoneFieldProps) {
  const isShortened = useSignal(false);
  const field = bindTextField(props, path);
  const warning = isShortened.value ? props.messages.extensionRemoved : undefined;
  return (
    <>
      <TextField
        {...field}
        label={label}
        warning={warning}
        onInput={(text) => {
          isShortened.value = false;
          field.onInput(text);
        }}
        onBlur={() => {
          isShortened.value ||= hasExtension(field.value);
          field.onBlur();
        }}
        inputProps={{ inputMode: 'tel', autocomplete }}
      />
      <Status class="visually-hidden">{warning}</Status>
    </>
  );
}
