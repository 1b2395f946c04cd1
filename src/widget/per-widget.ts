import type { WidgetContext } from './widget-context.ts';

/**
 * Defines state that is separate for each widget on the page and belongs to one feature. The state is created on first
 * use and garbage-collected with the widget.
 *
 * @example
 * export const customerInput = perWidget(() => signal<CustomerInput | undefined>(undefined));
 * customerInput(context).value = undefined;
 */
export function perWidget<State>(create: () => State): (context: WidgetContext) => State {
  const states = new WeakMap<WidgetContext, { readonly state: State }>();
  return (context) => {
    const entry = states.get(context) ?? { state: create() };
    states.set(context, entry);
    return entry.state;
  };
}
