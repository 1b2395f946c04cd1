/** Options become the element's attributes: `postalCode` is `postal-code`. Without a value the attribute goes. */
export function setAttributes(element: Element, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    // HTML makes small letters of it.
    const attribute = name.replace(/[A-Z]/g, '-$&');
    if (value === undefined) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value);
  }
}
