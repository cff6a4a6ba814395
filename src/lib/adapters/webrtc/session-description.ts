/**
 * What we read from and write into SDP: the DTLS fingerprint, the name of an offer, and the note in an answer that says
 * which offer it answers.
 *
 * Pure text work; knows nothing of connections. Carries NET20 (fingerprints) and NET24 (stale answers).
 */

const NOTE = 'a=x-commonhold-answers:';
/** Longest SDP that is looked at, in UTF-16 units. */
export const SDP_LIMIT = 64 * 1024;

/**
 * The one SHA-256 fingerprint of a description, 32 bytes. null when there is none, or when two different ones are given:
 * DTLS would accept either, and only one of them would be authenticated.
 */
export function fingerprintOf(sdp: string): Uint8Array | null {
	if (sdp.length > SDP_LIMIT) return null;
	let found: string | null = null;
	for (const line of sdp.split(/\r?\n/)) {
		if (!/^a=fingerprint:/i.test(line)) continue;
		const match = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})\s*$/i.exec(line);
		if (!match) return null;
		const fingerprint = match[1]!.toLowerCase();
		if (found !== null && found !== fingerprint) return null;
		found = fingerprint;
	}
	return found === null ? null : Uint8Array.from(found.split(':'), (byte) => parseInt(byte, 16));
}

/** A name for the ICE and DTLS session that a description opens: a restarted peer has another one. */
export function sessionOf(sdp: string): string | null {
	if (sdp.length > SDP_LIMIT) return null;
	const origin = /^o=\S+ (\d{1,20}) /m.exec(sdp)?.[1];
	const ufrag = /^a=ice-ufrag:([A-Za-z0-9+/]{4,256})\s*$/m.exec(sdp)?.[1];
	return origin && ufrag ? `${origin}.${ufrag}` : null;
}

/** The answer with a note naming the offer it answers, because y-webrtc does not say. */
export function noteAnswered(sdp: string, offer: string): string {
	return `${sdp}${sdp.endsWith('\n') ? '' : '\r\n'}${NOTE}${offer}\r\n`;
}

/** The description without our note, and the offer that the note names (null where there is none). */
export function readAnswered(sdp: string): { readonly sdp: string; readonly offer: string | null } {
	const at = sdp.lastIndexOf(NOTE);
	if (at === -1) return { sdp, offer: null };
	const offer = /^[^\r\n]*/.exec(sdp.slice(at + NOTE.length))![0];
	return { sdp: sdp.slice(0, at), offer };
}
