/**
 * Reads square codes from the camera or from a picture, on this page and nowhere else. Knows nothing of what they say. Loaded when somebody
 * wants to read one. Carries PAIR10.
 */
import { decodeQR } from 'qr/decode.js';

export type CameraProblem = 'none' | 'refused' | 'busy';

export interface Camera {
	stop(): void;
}

const LOOK_MS = 120;
/** Enough for a dense code that fills half of the picture; more makes a phone slow and reads no better. */
const MAX_SIDE = 960;

/** Shows what the camera sees in `video` and tells each code it reads, until it is stopped. */
export async function openCamera(video: HTMLVideoElement, told: (text: string) => void): Promise<Camera | CameraProblem> {
	const { mediaDevices } = navigator;
	if (typeof mediaDevices?.getUserMedia !== 'function') return 'none';
	let stream: MediaStream;
	try {
		stream = await mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
	} catch (problem) {
		return problemOf(problem);
	}
	const canvas = document.createElement('canvas');
	video.srcObject = stream;
	await video.play().catch(() => undefined); // stopped before it began
	const timer = setInterval(() => {
		const text = video.videoWidth > 0 ? readFrom(canvas, video, video.videoWidth, video.videoHeight) : null;
		if (text !== null) told(text);
	}, LOOK_MS);
	return {
		stop() {
			clearInterval(timer);
			for (const track of stream.getTracks()) track.stop();
			video.srcObject = null;
		}
	};
}

/** The code in a picture; null: none was found, or this is no picture. */
export async function readPicture(file: Blob): Promise<string | null> {
	try {
		const picture = await createImageBitmap(file);
		const text = readFrom(document.createElement('canvas'), picture, picture.width, picture.height);
		picture.close();
		return text;
	} catch {
		return null;
	}
}

function readFrom(canvas: HTMLCanvasElement, source: CanvasImageSource, width: number, height: number): string | null {
	const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
	canvas.width = Math.max(1, Math.round(width * scale));
	canvas.height = Math.max(1, Math.round(height * scale));
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) return null;
	context.drawImage(source, 0, 0, canvas.width, canvas.height);
	try {
		return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height), { timeLimit: 60 });
	} catch {
		return null; // no code in this one
	}
}

function problemOf(problem: unknown): CameraProblem {
	const name = problem instanceof DOMException ? problem.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
	return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
}
