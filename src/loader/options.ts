/**
 * The options that are attributes. Any other name is ignored, because options can come from the query string of the
 * script's URL, where `onclick` or `style` would be an injection.
 */
const ATTRIBUTES = /^(site|api|locale|mode|label|isolation|phone|events|postal-code|commodity|annual-usage)$/;

/**
 * Sets options as attributes in kebab case (`postalCode` becomes `postal-code`). An undefined option removes its
 * attribute. A function (`proof`) becomes a property.
 */
export function setOptions(element: Element, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const attribute = name.replace(/[A-Z]/g, '-$&').toLowerCase();
    if (name === 'proof') Object.assign(element, { proof: value });
    else if (!ATTRIBUTES.test(attribute)) continue;
    else if (value === undefined) element.removeAttribute(attribute);
    else element.setAttribute(attribute, value);
  }
}
