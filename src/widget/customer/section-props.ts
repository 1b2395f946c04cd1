import type { Choice } from '../flow.ts';
import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { Shopper } from '../shopper.ts';
import type { CustomerModel } from './customer-model.ts';
import { faultWords } from './fault-words.ts';
import type { Pointer } from './pointer.ts';
import type { TextPointer } from './text-pointers.ts';

/** What a section of the form draws with. */
export interface SectionProps {
  readonly shopper: Shopper;
  readonly choice: Choice;
  readonly model: CustomerModel;
  readonly texts: CustomerTexts;
}

export interface BoundText {
  readonly name: Pointer;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly onLeave: () => void;
  readonly error: string | undefined;
}

/** Ties a control to its place in the model. */
export const bound = ({ model, texts }: SectionProps, pointer: Pointer) => ({
  name: pointer,
  onLeave: () => model.leave(pointer),
  error: faultWords(texts.errors, model.faults.value[pointer]),
});

/** The same of a text that is no meter's. */
export const textField = (props: SectionProps, pointer: TextPointer) => ({
  ...bound(props, pointer),
  value: props.model.input.value.texts[pointer] ?? '',
  onText: (text: string) => props.model.type(pointer, text),
});
