import type { CustomerTexts } from '../i18n/en/customer.ts';
import type { TextInput } from './customer-input.ts';
import type { CustomerModel } from './customer-model.ts';
import { faultWords } from './fault-words.ts';
import { pointers } from './pointer.ts';

/** What a section of the form draws with. `optional` is the word for it. */
export interface SectionProps {
  readonly model: CustomerModel;
  readonly texts: CustomerTexts;
  readonly optional: string;
}

/** Ties a text field to its place in the model. */
export const textField = ({ model, texts }: SectionProps, name: keyof TextInput) => {
  const pointer = pointers[name];
  return {
    name: pointer,
    value: model.input.value[name],
    onText: (text: string) => model.type(name, text),
    onLeave: () => model.leave(pointer),
    error: faultWords(texts, model.faults.value[pointer]),
  };
};
