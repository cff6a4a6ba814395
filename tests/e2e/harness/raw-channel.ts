/** What the browser itself can do: one plain data channel between two pages, for comparison. */

export interface RawPage {
	offer(): Promise<string>;
	answer(offer: string): Promise<string>;
	accept(answer: string): Promise<void>;
	/** Sends `size` bytes in frames of `frame` bytes, with back-pressure. */
	send(size: number, frame: number): Promise<void>;
	/** Resolves with milliseconds between the first and the last byte of `size`. */
	receive(size: number): Promise<number>;
}

let pc: RTCPeerConnection;
let channel: RTCDataChannel;

function open(): void {
	pc = new RTCPeerConnection();
	channel = pc.createDataChannel('raw', { negotiated: true, id: 0 });
	channel.binaryType = 'arraybuffer';
}

async function gathered(): Promise<string> {
	while (pc.iceGatheringState !== 'complete')
		await new Promise((resolve) => pc.addEventListener('icegatheringstatechange', resolve, { once: true }));
	return JSON.stringify(pc.localDescription);
}

async function opened(): Promise<void> {
	if (channel.readyState !== 'open')
		await new Promise((resolve) => channel.addEventListener('open', resolve, { once: true }));
}

export const rawChannel: RawPage = {
	async offer() {
		open();
		await pc.setLocalDescription(await pc.createOffer());
		return gathered();
	},
	async answer(offer) {
		open();
		await pc.setRemoteDescription(JSON.parse(offer));
		await pc.setLocalDescription(await pc.createAnswer());
		return gathered();
	},
	async accept(answer) {
		await pc.setRemoteDescription(JSON.parse(answer));
		await opened();
	},
	async send(size, frame) {
		await opened();
		channel.bufferedAmountLowThreshold = 256 * 1024;
		const data = new Uint8Array(frame);
		for (let left = size; left > 0; left -= frame) {
			if (channel.bufferedAmount > 1024 * 1024)
				await new Promise((resolve) => channel.addEventListener('bufferedamountlow', resolve, { once: true }));
			channel.send(left < frame ? data.subarray(0, left) : data);
		}
	},
	receive(size) {
		let left = size;
		let firstMs = 0;
		return new Promise((resolve) => {
			channel.onmessage = ({ data }) => {
				firstMs ||= performance.now();
				left -= data.byteLength;
				if (left <= 0) resolve(performance.now() - firstMs);
			};
		});
	}
};
