/**
 * Sets options as attributes in kebab case (`postalCode` becomes `postal-code`). An undefined option removes its
 * attribute.
 */
export function setAttributes(element: Element, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    // `setAttribute` converts names to lower case.
    const attribute = name.replace(/[A-Z]/g, '-$&');
    if (value === undefined) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value);
  }
}
