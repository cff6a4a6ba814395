/**
 * Rejections that y-webrtc leaves unhandled when a stranger sends it something it did not expect: an answer for a
 * connection already gone, a message sealed with another password, a signal for a destroyed connection.
 *
 * Recognises exactly these; anything else stays an error. Carries NET25.
 */

/** True for a rejection that says something about a stranger's message and nothing about our own code. */
export function isSignalingNoise(reason: unknown): boolean {
	if (!(reason instanceof Error) && !(reason instanceof DOMException)) return false;
	const { name, message } = reason;
	const code: unknown = Reflect.get(reason, 'code');
	if (name === 'OperationError') return true; // WebCrypto: sealed with another password
	if (code === 'ERR_DESTROYED' || code === 'ERR_SIGNALING') return true;
	if (name === 'TypeError' && message.includes('glareToken')) return true; // answer for nobody
	if (name === 'TypeError' && /reading '(?:type|signal)'/.test(message)) return true; // a signal without content
	return name === 'InvalidCharacterError' || (name === 'DataError' && message.includes('decrypt'));
}

/** Keeps that noise out of the page's error handling while the transport runs; returns a way to stop. */
export function hushSignalingNoise(page: EventTarget): () => void {
	const hush = (event: Event) => {
		if (isSignalingNoise(Reflect.get(event, 'reason'))) event.preventDefault();
	};
	page.addEventListener('unhandledrejection', hush);
	return () => page.removeEventListener('unhandledrejection', hush);
}
