/**
 * `npm run dev`: Vite with hot reload, and beside it the signaling server that the app expects on its own address, and a keeper.
 * Trusted Types are off here (Vite injects code); everything else of the policy holds.
 */
process.env.COMMONHOLD_DEV = '1';

import { installIfNeeded } from './lib/prepare.js';
import { loadTypeScript } from './lib/typescript.js';

/** The same at each start, so that an address that a collective has stays good. */
const KEEPER_PORT = 4174;

installIfNeeded();
await loadTypeScript();
const { createServer: createViteServer } = await import('vite');
const { FolderInUse, startKeeper } = await import('../keeper/keeper.ts');
const { loadConfiguration } = await import('../keeper/configuration.ts');

const configuration = loadConfiguration('commonhold.config.json', process.env);
if (!configuration.ok) {
	console.error(configuration.error.message);
	process.exit(1);
}
const dataDirectory = process.env.COMMONHOLD_DATA ?? '.cache/keeper';
const keeper = await startKeeper({ dataDirectory, configuration: configuration.value, port: KEEPER_PORT, stunPort: 0 }).catch((problem) => {
	if (!(problem instanceof FolderInUse)) throw problem;
	console.error(`${problem.message}. End it, or choose another folder with COMMONHOLD_DATA.`);
	process.exit(1);
});
const end = () => void keeper.close().then(() => process.exit(0));
process.once('SIGINT', end);
process.once('SIGTERM', end);
const target = `http://127.0.0.1:${keeper.port}`;

const vite = await createViteServer({
	server: {
		port: Number(process.env.PORT ?? 5173),
		proxy: { '/signal': { target, ws: true, changeOrigin: true }, '/config.json': { target, changeOrigin: true } }
	}
});
await vite.listen();
vite.printUrls();
console.log(`  A keeper for trying things out: ${keeper.addresses()[0] ?? ''}`);
