import { SegmentedControl } from '../components/segmented-control.tsx';
import { SelectField } from '../components/select-field.tsx';
import type { OffersViewProps } from './offers-store.ts';
import { type Filters, SORT_KEYS } from './selectors.ts';

/** Sorting and filters. Terms are a row of buttons on wide screens and a select on narrow ones. */
export function OfferListControls({ list, messages }: Pick<OffersViewProps, 'list' | 'messages'>) {
  const { terms, suppliers, kinds, greens } = list.filterOptions.value;
  const filters = list.filters.value;
  const optionsOf = <Value extends string>(values: readonly Value[], label: (value: Value) => string) => [
    { value: '' as const, label: messages.any },
    ...values.map((value) => ({ value, label: label(value) })),
  ];
  const select = <Name extends keyof Filters>(
    name: Name,
    options: readonly { value: Filters[Name]; label: string }[],
  ) => (
    <SelectField
      name={name}
      label={messages.filters[name]}
      value={filters[name]}
      options={options}
      onChange={(value) => list.setFilters({ [name]: value })}
    />
  );
  const termOptions = optionsOf(terms.map(String), (months) => messages.term(Number(months)));
  return (
    <div class="section">
      {terms.length > 1 && (
        <div class="filter-chips">
          <SegmentedControl
            name="termChip"
            label={messages.filters.term}
            value={filters.term}
            options={termOptions}
            onChange={(term) => list.setFilters({ term })}
          />
        </div>
      )}
      <div class="offer-filters">
        {terms.length > 1 && <div class="narrow-only">{select('term', termOptions)}</div>}
        {suppliers.length > 1 &&
          select(
            'supplier',
            optionsOf(suppliers, (name) => name),
          )}
        {kinds.length > 1 &&
          select(
            'kind',
            optionsOf(kinds, (kind) => messages.kind[kind]),
          )}
        {greens.length > 0 &&
          select(
            'green',
            optionsOf(greens, (green) => messages.greens[green]),
          )}
        <SelectField
          name="sorting"
          label={messages.sortLabel}
          value={list.sortKey.value}
          options={SORT_KEYS.map((value) => ({ value, label: messages.sortKeys[value] }))}
          onChange={(sortKey) => {
            list.sortKey.value = sortKey;
          }}
        />
      </div>
    </div>
  );
}
