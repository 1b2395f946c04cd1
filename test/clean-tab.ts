import { beforeEach } from 'vitest';

/** Component tests share one tab, and with it what the widget remembers there: each begins with a tab that knows nothing. */
beforeEach(() => sessionStorage.clear());
