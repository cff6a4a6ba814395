/** y-webrtc as it is, without the seam: what the transport is compared with. Nothing else ever uses it so. */

import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';

export interface StockPage {
	join(options: { readonly url: string; readonly room: string; readonly slot: number }): void;
	append(size: number): number;
	/** Starts to wait for the next entry. */
	awaitEntry(): void;
	/** Time of day in milliseconds when the awaited entry became visible here. */
	entrySeenAt(): Promise<number>;
	isConnected(): boolean;
}

let doc: Y.Doc;
let provider: WebrtcProvider;
let slot = 0;
let entrySeen: Promise<number>;

export const stockPeer: StockPage = {
	join(options) {
		slot = options.slot;
		doc = new Y.Doc();
		provider = new WebrtcProvider(options.room, doc, {
			signaling: [options.url],
			password: 'a long random password',
			peerOpts: { config: { iceServers: [] } }
		});
	},
	append(size) {
		const at = performance.timeOrigin + performance.now();
		doc.getArray(`L${slot}`).push([crypto.getRandomValues(new Uint8Array(size))]);
		return at;
	},
	awaitEntry() {
		entrySeen = new Promise((resolve) => {
			doc.once('update', () => resolve(performance.timeOrigin + performance.now()));
		});
	},
	entrySeenAt: () => entrySeen,
	isConnected: () => [...(provider.room?.webrtcConns.values() ?? [])].some((conn) => conn.connected && conn.synced)
};
