/** Several plain peers in one process, each with its own y-webrtc over real libwebrtc. */

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import wrtc from '@roamhq/wrtc';
import { WebSocket } from 'ws';
import { isSignalingNoise } from '$lib/adapters/webrtc/noise';
import type { ProviderClass } from '$lib/adapters/webrtc/room';
import type { WrtcBase } from '$lib/adapters/webrtc-seam';
import { createPlainPeer, type Cast, type PlainOptions, type PlainPeer } from '../../support/plain-peer';

Object.assign(globalThis, { WebSocket });
process.setMaxListeners(0);
process.on('unhandledRejection', (reason) => {
	if (!isSignalingNoise(reason)) throw reason;
});

export const nodeWrtc = wrtc as unknown as WrtcBase; // its typings are older than the DOM's

let instances = 0;
/** A fresh copy of y-webrtc: its rooms are module state, one room of a name per process otherwise. */
export async function freshProvider(): Promise<ProviderClass> {
	const entry = createRequire(import.meta.url).resolve('y-webrtc');
	const url = pathToFileURL(entry.replace(/dist\/y-webrtc\.cjs$/, 'src/y-webrtc.js'));
	url.search = `?instance=${instances++}`;
	const { WebrtcProvider } = await import(/* @vite-ignore */ url.href);
	return WebrtcProvider;
}

export type NodePeerOptions = Omit<PlainOptions, 'deps'> & { readonly deps?: Partial<PlainOptions['deps']> };

export async function createNodePeer(
	self: Cast,
	members: readonly Cast[],
	options: NodePeerOptions
): Promise<PlainPeer> {
	const Provider = options.deps?.Provider ?? (await freshProvider());
	return createPlainPeer(self, members, {
		...options,
		deps: { wrtc: nodeWrtc, ...options.deps, Provider }
	});
}
