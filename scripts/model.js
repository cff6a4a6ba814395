/** `npm run model`: searches the rule of decisions whole, in a model of its own (tests/model), and prints what was searched. */
import { installIfNeeded } from './lib/prepare.js';
import { loadTypeScript } from './lib/typescript.js';

installIfNeeded();
await loadTypeScript();
await import('../tests/model/main.ts');
