/** A style sheet as text, to be adopted: a `<style>` element would not pass a strict Content Security Policy. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
