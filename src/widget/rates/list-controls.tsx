import { Segments } from '../controls/segments.tsx';
import { SelectField } from '../controls/select-field.tsx';
import type { FoundProps } from './found-props.ts';
import type { Filters } from './offer-filter.ts';
import { sortings } from './sorting.ts';

/** Sort and filter. Lengths are a row of buttons where there is room, a list where there is not. */
export function ListControls({ list, texts }: Pick<FoundProps, 'list' | 'texts'>) {
  const { terms, suppliers, kinds, greens } = list.choices.value;
  const filters = list.filters.value;
  const choicesOf = <Value extends string>(values: readonly Value[], label: (value: Value) => string) => [
    { value: '' as const, label: texts.any },
    ...values.map((value) => ({ value, label: label(value) })),
  ];
  const select = <Name extends keyof Filters>(
    name: Name,
    choices: readonly { value: Filters[Name]; label: string }[],
  ) => (
    <SelectField
      name={name}
      label={texts.filters[name]}
      value={filters[name]}
      choices={choices}
      onPick={(value) => list.filter({ [name]: value })}
    />
  );
  const lengths = choicesOf(terms.map(String), (months) => texts.term(Number(months)));
  return (
    <div class="pad">
      {terms.length > 1 && (
        <div class="chips">
          <Segments
            name="termChip"
            label={texts.filters.term}
            value={filters.term}
            choices={lengths}
            onPick={(term) => list.filter({ term })}
          />
        </div>
      )}
      <div class="lists">
        {terms.length > 1 && <div class="narrow">{select('term', lengths)}</div>}
        {suppliers.length > 1 &&
          select(
            'supplier',
            choicesOf(suppliers, (name) => name),
          )}
        {kinds.length > 1 &&
          select(
            'kind',
            choicesOf(kinds, (kind) => texts.kind[kind]),
          )}
        {greens.length > 0 &&
          select(
            'green',
            choicesOf(greens, (green) => texts.greens[green]),
          )}
        <SelectField
          name="sorting"
          label={texts.sortLabel}
          value={list.sorting.value}
          choices={sortings.map((value) => ({ value, label: texts.sortings[value] }))}
          onPick={(sorting) => {
            list.sorting.value = sorting;
          }}
        />
      </div>
    </div>
  );
}
