/** `npm run bench`: runs tests/bench/main.ts with the project's aliases; all arguments are passed on. */
import { installIfNeeded } from './lib/prepare.js';
import { loadTypeScript } from './lib/typescript.js';

installIfNeeded();
await loadTypeScript();
await import('../tests/bench/main.ts');
