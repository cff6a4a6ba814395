/**
 * `npm run dev`: Vite with hot reload, and beside it the signaling server that the app expects on its own address.
 * Trusted Types are off here (Vite injects code); everything else of the policy holds.
 */
process.env.COMMONHOLD_DEV = '1';

import { installIfNeeded } from './lib/prepare.js';
import { loadTypeScript } from './lib/typescript.js';

installIfNeeded();
await loadTypeScript();
const { createServer: createHttpServer } = await import('node:http');
const { createServer: createViteServer } = await import('vite');
const { attachSignaling } = await import('../keeper/signaling.ts');
const { loadConfiguration } = await import('../keeper/configuration.ts');

const configuration = loadConfiguration('commonhold.config.json', process.env);
if (!configuration.ok) {
	console.error(configuration.error.message);
	process.exit(1);
}
const helper = createHttpServer((_request, response) => {
	response.setHeader('Content-Type', 'application/json');
	response.end(JSON.stringify(configuration.value));
});
attachSignaling(helper);
await new Promise((resolve) => helper.listen(0, '127.0.0.1', () => resolve(undefined)));
const address = helper.address();
const target = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

const vite = await createViteServer({
	server: {
		port: Number(process.env.PORT ?? 5173),
		proxy: { '/signal': { target, ws: true }, '/config.json': { target } }
	}
});
await vite.listen();
vite.printUrls();
