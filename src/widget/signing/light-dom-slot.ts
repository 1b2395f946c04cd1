/** A place for DocuSign in the page itself, shown by a slot inside the widget. */
export interface LightDomSlot {
  /** The slot's name, and the element's id. */
  readonly name: string;
  readonly element: HTMLElement;
  remove(): void;
}

/** Makes a child of the widget's host element: a selector finds it, which it would not inside our shadow root. */
export function createLightDomSlot(host: Element): LightDomSlot {
  const element = document.createElement('div');
  const name = `shopper-signing-${Math.random().toString(36).slice(2)}`;
  element.id = name;
  element.slot = name;
  element.style.height = '100%';
  host.append(element);
  return { name, element, remove: () => element.remove() };
}
