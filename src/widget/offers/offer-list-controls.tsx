import { useMemo } from 'preact/hooks';
import { SelectField } from '../components/select-field.tsx';
import type { OffersViewProps } from './offers-store.ts';
import { type Filters, SORT_KEYS } from './selectors.ts';

/** Sorting and filters, closed at first on phones. The filter by term is the chart in `offers-summary.tsx`. */
export function OfferListControls({ context, list, messages }: Pick<OffersViewProps, 'context' | 'list' | 'messages'>) {
  const { suppliers, kinds, greens } = list.filterOptions.value;
  const filters = list.filters.value;
  const optionsOf = <Value extends string>(values: readonly Value[], label: (value: Value) => string) => [
    { value: '' as const, label: messages.any },
    ...values.map((value) => ({ value, label: label(value) })),
  ];
  const select = <Name extends Exclude<keyof Filters, 'term'>>(
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
  const activeFilters = [filters.supplier, filters.kind, filters.green].filter(Boolean).length;
  const isNarrow = useMemo(() => context.host.clientWidth <= 480, []);
  return (
    <details class="section offer-filters" open={!isNarrow}>
      <summary>{messages.filterAndSort(activeFilters)}</summary>
      <div>
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
    </details>
  );
}
