/**
 * A style sheet as text. The widget adopts it, because a strict Content Security Policy would block a `<style>`
 * element.
 */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
