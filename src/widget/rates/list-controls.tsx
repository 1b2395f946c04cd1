import { Segments } from '../controls/segments.tsx';
import { SelectField } from '../controls/select-field.tsx';
import type { OffersTexts } from '../i18n/en/offers.ts';
import type { OfferList } from './offer-list.ts';
import { sortings } from './sorting.ts';

interface ListControlsProps {
  readonly list: OfferList;
  readonly texts: OffersTexts;
}

/** Sort and filter. Lengths are a row of buttons where there is room, a list where there is not. */
export function ListControls({ list, texts }: ListControlsProps) {
  const { terms, suppliers, kinds, greens } = list.choices.value;
  const filters = list.filters.value;
  const lengths = [
    { value: '', label: texts.anyTerm },
    ...terms.map((months) => ({ value: String(months), label: texts.term(months) })),
  ];
  const pickTerm = (term: string) => list.filter({ term });
  return (
    <div class="controls">
      {terms.length > 1 && (
        <div class="chips">
          <Segments
            name="termChip"
            label={texts.termLabel}
            hideLabel
            value={filters.term}
            choices={lengths}
            onPick={pickTerm}
          />
        </div>
      )}
      <div class="lists">
        {terms.length > 1 && (
          <div class="narrow">
            <SelectField name="term" label={texts.termLabel} value={filters.term} choices={lengths} onPick={pickTerm} />
          </div>
        )}
        {suppliers.length > 1 && (
          <SelectField
            name="supplier"
            label={texts.supplierLabel}
            value={filters.supplier}
            choices={[
              { value: '', label: texts.anySupplier },
              ...suppliers.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onPick={(supplier) => list.filter({ supplier })}
          />
        )}
        {kinds.length > 1 && (
          <SelectField
            name="kind"
            label={texts.priceLabel}
            value={filters.kind}
            choices={[
              { value: '', label: texts.anyPrice },
              ...kinds.map((kind) => ({ value: kind, label: texts.kind[kind] })),
            ]}
            onPick={(kind) => list.filter({ kind })}
          />
        )}
        {greens.length > 0 && (
          <SelectField
            name="green"
            label={texts.greenLabel}
            value={filters.green}
            choices={[
              { value: '', label: texts.anyGreen },
              ...greens.map((green) => ({ value: green, label: texts.greens[green] })),
            ]}
            onPick={(green) => list.filter({ green })}
          />
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
