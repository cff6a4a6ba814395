/**
 * A person's network cable. Playwright's `setOffline` stops HTTP and WebSockets but lets WebRTC run on (measured), so a
 * script in every page cuts the data channels too: whatever was connected when the cable was pulled stays dead for ever,
 * silently, as after a change of network. New connections work once the cable is back.
 */
import type { BrowserContext } from '@playwright/test';

export type NetworkSwitch = {
	pull(): Promise<void>;
	restore(): Promise<void>;
};

const hook = '__cutDataChannels';

export async function installNetworkSwitch(context: BrowserContext): Promise<NetworkSwitch> {
	await context.addInitScript(wrapPeerConnections, hook);
	return {
		async pull() {
			await context.setOffline(true);
			for (const page of context.pages()) {
				await page.evaluate((name) => (window as unknown as Record<string, () => void>)[name]?.(), hook);
			}
		},
		async restore() {
			await context.setOffline(false);
		}
	};
}

/** Runs inside the page, before any script of it. */
function wrapPeerConnections(name: string): void {
	type Channel = RTCDataChannel & { cut?: boolean };
	const live = new Set<Channel>();
	const watch = (channel: Channel): Channel => {
		if (live.has(channel)) return channel;
		live.add(channel);
		const send = channel.send.bind(channel) as (data: string) => void;
		channel.send = (data: unknown) => {
			if (!channel.cut) send(data as string);
		};
		const swallow = (event: Event) => {
			if (channel.cut) event.stopImmediatePropagation();
		};
		for (const type of ['message', 'open', 'bufferedamountlow']) channel.addEventListener(type, swallow);
		channel.addEventListener('close', () => live.delete(channel));
		return channel;
	};
	class WatchedConnection extends RTCPeerConnection {
		constructor(configuration?: RTCConfiguration) {
			super(configuration);
			this.addEventListener('datachannel', (event) => watch(event.channel));
		}
		override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
			return watch(super.createDataChannel(label, init));
		}
	}
	window.RTCPeerConnection = WatchedConnection;
	(window as unknown as Record<string, () => void>)[name] = () => {
		for (const channel of live) channel.cut = true;
	};
}
