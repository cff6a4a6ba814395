/** Lets plain Node load the TypeScript parts (keeper, simulator, benches) with the project's aliases. */
import { join } from 'node:path';
import { root } from './source-hash.js';

export async function loadTypeScript() {
	const { register } = await import('tsx/esm/api');
	register({ tsconfig: join(root, 'tsconfig.node.json') });
}
