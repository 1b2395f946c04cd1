// The simulator's replacement for Turnstile's script. The script shows a checkbox in an iframe of the simulator's
// origin. When the checkbox is checked, the iframe sends a token.
(() => {
  const origin = '{{origin}}';
  /** @typedef {{ sitekey: string, callback: (token: string) => void }} Options */
  /** @type {Map<string, { frame: HTMLIFrameElement, options: Options }>} */
  const widgets = new Map();
  addEventListener('message', ({ data, origin: from, source }) => {
    if (from !== origin) return;
    for (const { frame, options } of widgets.values())
      if (frame.contentWindow === source) options.callback(String(data));
  });
  const turnstile = {
    /** @type {(selector: string, options: Options) => string} */
    render(selector, options) {
      const frame = document.createElement('iframe');
      const id = `widget-${widgets.size}`;
      frame.title = 'Bot check';
      frame.height = '80';
      frame.src = `${origin}/turnstile/challenge?sitekey=${encodeURIComponent(options.sitekey)}&hostname=${location.hostname}`;
      document.querySelector(selector)?.append(frame);
      widgets.set(id, { frame, options });
      return id;
    },
    /** @type {(id: string) => void} */
    remove(id) {
      widgets.get(id)?.frame.remove();
      widgets.delete(id);
    },
  };
  Object.assign(window, { turnstile });
})();
