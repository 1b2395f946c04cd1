import { beforeEach } from 'vitest';

/** Component tests share one tab, so its session storage is cleared before each test. */
beforeEach(() => sessionStorage.clear());
