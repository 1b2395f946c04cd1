import type { SelectedOffer } from '../flow-reducer.ts';
import type { CustomerMessages } from '../i18n/en/customer.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { CustomerStore } from './customer-store.ts';
import { errorMessage } from './error-message.ts';
import type { FieldPath, TextFieldPath } from './field-paths.ts';

/** What a section of the form draws with. */
export interface SectionProps {
  readonly context: WidgetContext;
  readonly selection: SelectedOffer;
  readonly store: CustomerStore;
  readonly messages: CustomerMessages;
}

export interface FieldBinding {
  readonly name: FieldPath;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onBlur: () => void;
  readonly error: string | undefined;
}

/** Ties a control to its place in the model. */
export const bindField = ({ store, messages }: SectionProps, path: FieldPath) => ({
  name: path,
  onBlur: () => store.blur(path),
  error: errorMessage(messages.errors, store.errors.value[path]),
});

/** The same of a text that is no meter's. */
export const bindTextField = (props: SectionProps, path: TextFieldPath) => ({
  ...bindField(props, path),
  value: props.store.input.value.fields[path] ?? '',
  onInput: (text: string) => props.store.setField(path, text),
});
