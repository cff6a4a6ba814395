/**
 * `npm start`: installs if needed, builds if needed, serves the app, its signaling and a keeper on one local port.
 * PORT chooses the port (default 4173; the next free one is taken), HOST the interface (default: this machine only).
 */
import { buildIfNeeded, installIfNeeded } from './lib/prepare.js';
import { loadTypeScript } from './lib/typescript.js';

installIfNeeded();
if (!(await buildIfNeeded())) process.exit(1);
await loadTypeScript();
const { runApp } = await import('../keeper/main.ts');
await runApp();
