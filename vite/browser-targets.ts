/** The oldest browsers that the widget runs in. */
export const browserTargets = ['chrome123', 'firefox128', 'safari17.5'];
