/** What is typed into the forms for servers, and whether it can be one. Pure; the log's own schema has the last word. */
import type { Server } from '$crdt/domain/membership/ops';

const HOST = String.raw`([A-Za-z0-9.-]{1,200}|\[[0-9a-fA-F:]{2,40}\])`;
const MEETING_POINT = new RegExp(String.raw`^(wss://${HOST}|ws://(localhost|127\.0\.0\.1))(:\d{1,5})?(/[A-Za-z0-9._~/-]*)?$`);
const ICE = /^(stun|turn)s?:[A-Za-z0-9.[\]:-]{1,200}(\?transport=(udp|tcp))?$/;
const KEEPER = /^https?:\/\/[^\s#]+\/?#k1\.[A-Za-z0-9_-]{43}$/;
export const MAX_NAME = 60;
const MAX_URLS = 4;

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly field: 'name' | 'address' | 'credential'; readonly sentence: string };

const wrong = (field: 'name' | 'address' | 'credential', sentence: string) => ({ ok: false, field, sentence }) as const;
const noName = (name: string) => (name.trim() === '' ? wrong('name', 'Give it a name that all of you will recognise.') : null);

/** The address is handed on as it is: what the keeper printed, pass included. */
export function checkKeeper(name: string, address: string): Checked<{ readonly name: string; readonly address: string }> {
	const trimmed = address.trim();
	if (!KEEPER.test(trimmed)) return wrong('address', 'Paste the whole address that the keeper shows, from https to its last character.');
	return noName(name) ?? { ok: true, value: { name: name.trim(), address: trimmed } };
}

export function checkMeetingPoint(name: string, address: string): Checked<Server> {
	const trimmed = address.trim();
	// people copy the address of the page
	const full = trimmed.replace(/^https:\/\//, 'wss://').replace(/^(wss:\/\/[^/]+)\/?$/, '$1/signal');
	if (!MEETING_POINT.test(full)) return wrong('address', 'An address begins with wss://, like wss://house.example/signal.');
	return noName(name) ?? { ok: true, value: { kind: 'signaling', name: name.trim(), address: full } };
}

export interface IceDraft {
	readonly name: string;
	readonly kind: 'stun' | 'turn';
	/** One or several, with or without what stands before the colon. */
	readonly address: string;
	readonly username: string;
	readonly credential: string;
}

export function checkIce({ name, kind, address, username, credential }: IceDraft): Checked<Server> {
	const urls = address.split(/[\s,]+/).filter((one) => one !== '').map((one) => (/^(stun|turn)s?:/.test(one) ? one : `${kind}:${one}`));
	if (urls.length === 0 || urls.length > MAX_URLS || urls.some((url) => !ICE.test(url) || !url.startsWith(kind)))
		return wrong('address', kind === 'turn' ? 'An address looks like relay.example.org:3478 or turns:relay.example.org:5349.' : 'An address looks like stun.example.org:3478.');
	const isNameless = noName(name);
	if (isNameless) return isNameless;
	if (kind === 'turn' && (username.trim() === '' || credential === '')) return wrong('credential', 'A relay asks for a user name and a password.');
	return { ok: true, value: { kind: 'ice', name: name.trim(), urls, username: username.trim(), credential } };
}
