import { beforeEach } from 'vitest';

/** Component tests share one tab: clear its session storage before each. */
beforeEach(() => sessionStorage.clear());
