import type { SectionProps } from './section-props.ts';
import { type MaybeSeldom, SeldomDetails } from './seldom-part.tsx';
import { signBy, startsTooSoon } from './supply-dates.ts';

/** Who supplies until now, and whether the new contract can begin when it should. */
export function SupplySection(props: SectionProps & MaybeSeldom) {
  const { shopper, choice, texts } = props;
  const { format } = shopper;
  const { startMonth } = choice.offer;
  const { leadTimeDays, name } = choice.utility;
  const start = format.month(startMonth);
  const lastDay = new Intl.DateTimeFormat(format.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(signBy(startMonth, leadTimeDays)),
  );
  const late = startsTooSoon(startMonth, leadTimeDays, new Date());
  return (
    <>
      <h2>{texts.supply.heading}</h2>
      <p class="muted">{texts.supply.hint}</p>
      <SeldomDetails {...props} words={texts.supply.say}>
        {({ SupplyFields, words }) => <SupplyFields {...props} words={words} />}
      </SeldomDetails>
      <p class={late ? 'note warning' : 'note muted'}>
        {late ? texts.supply.tooSoon(name, leadTimeDays, start) : texts.supply.signBy(lastDay, start)}
      </p>
    </>
  );
}
