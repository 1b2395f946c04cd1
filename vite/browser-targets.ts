export const browserTargets = ['chrome123', 'firefox128', 'safari17.5'];
