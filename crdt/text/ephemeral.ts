/**
 * Who is in a text right now and where their cursor stands.
 *
 * Presence travels as live frames (sealed and signed by the port, never stored) and carries a cursor only: name and colour
 * are looked up by the sender's slot, so nobody can appear under another's name. A newcomer is greeted, whoever is silent for
 * 30 s is gone. Knows nothing of sealing or transport. Carries TXT26 to TXT29.
 */
import type { Slot } from '../../crypto/base';
import { TextAwareness, type AwarenessState } from './awareness';
import { clientIdOf, sessionOfClient } from './client-id';
import { parseCursor } from './cursor';
import { decodeLiveBody, encodePresence } from './live-body';
import type { TextDoc } from './text-doc';
import { createAlarm, type Timers } from './writer';

/** A presence unheard of for this long is gone. */
export const EXPIRY_MS = 30_000;
/** An unchanged presence is repeated. */
export const RENEW_MS = 12_000;
/** Cursor moves within this time travel together. */
export const CURSOR_MS = 60;
/** Presences shown of one device; more is no person. */
const MAX_PER_SLOT = 8;

/** Dark enough for white words on them (at least 4.5 to 1), and told apart by most eyes. */
export const CARET_COLOURS = [
	'#1f5fa8',
	'#8a4b08',
	'#2a6e3f',
	'#9b2d5e',
	'#5b3fa0',
	'#0b6b75',
	'#7a5c00',
	'#a33a2a'
] as const;

export const colourOf = (slot: Slot): string => CARET_COLOURS[slot % CARET_COLOURS.length]!; // within the list

export interface Presence {
	readonly name: string;
	readonly colour: string;
}

export interface PresencePorts {
	readonly timers: Timers;
	now(): number;
	/** Seals, signs and sends one live frame. */
	broadcast(body: Uint8Array): void;
	isHeard(): boolean;
	/** The member's name behind a device, from the log; null hides the presence. */
	nameOf(slot: Slot): string | null;
}

export interface TextPresence {
	/** What an editor binds to. */
	readonly awareness: TextAwareness;
	/** A frame that was opened, verified and not seen before. Frames that are no presence are passed over. */
	receive(frame: { readonly slot: Slot; readonly body: Uint8Array }): void;
	/** Others, one each, by name. */
	readonly present: readonly Presence[];
	onPresent(listener: (present: readonly Presence[]) => void): () => void;
	/** Somebody can hear us now: show them our cursor. */
	greet(): void;
	/** Says goodbye and stops. */
	close(): void;
}

interface Heard {
	readonly clock: number;
	readonly at: number;
	readonly slot: Slot;
}

export function createPresence(slot: Slot, text: TextDoc, ports: PresencePorts): TextPresence {
	const awareness = new TextAwareness(text.doc);
	const heardByClient = new Map<number, Heard>();
	const listeners = new Set<(present: readonly Presence[]) => void>();
	const sendAlarm = createAlarm(ports.timers);
	const renewAlarm = createAlarm(ports.timers);
	const expiryAlarm = createAlarm(ports.timers);
	const session = sessionOfClient(text.client);
	let clock = 0;
	let closed = false;

	awareness.setLocalState({ user: { name: ports.nameOf(slot) ?? '', color: colourOf(slot) } });

	function send(): void {
		sendAlarm.clear();
		if (closed) return;
		renewAlarm.set(RENEW_MS, send);
		if (!ports.isHeard()) return;
		const cursor = parseCursor(awareness.getLocalState()?.cursor);
		ports.broadcast(encodePresence(session, ++clock, cursor ?? {}));
	}
	const sendSoon = (): void => {
		if (!closed && !sendAlarm.isSet) sendAlarm.set(CURSOR_MS, send);
	};
	awareness.on('update', (_change, origin) => {
		if (origin === 'local') sendSoon();
	});
	sendSoon();

	function presentNow(): Presence[] {
		const byName = new Map<string, Presence>();
		for (const [client, state] of awareness.states)
			if (client !== awareness.clientID && state.user !== undefined)
				byName.set(state.user.name, { name: state.user.name, colour: state.user.color });
		return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
	}
	let present: readonly Presence[] = [];
	function put(client: number, state: AwarenessState | null): void {
		awareness.put(client, state, 'remote');
		const next = presentNow();
		if (next.map(({ name }) => name).join('\n') === present.map(({ name }) => name).join('\n')) return;
		present = next;
		for (const listener of listeners) listener(present);
	}

	function forgetSilent(): void {
		const before = ports.now() - EXPIRY_MS;
		for (const [client, { at }] of heardByClient) {
			if (at > before) continue;
			heardByClient.delete(client);
			put(client, null);
		}
		if (heardByClient.size > 0) expiryAlarm.set(EXPIRY_MS / 6, forgetSilent);
	}

	return {
		awareness,
		receive(frame) {
			const body = decodeLiveBody(frame.body);
			if (closed || body === null || body.kind !== 'presence') return;
			const client = clientIdOf(frame.slot, body.session);
			if (!client.ok || client.value === text.client) return;
			const heard = heardByClient.get(client.value);
			if (heard !== undefined && body.clock <= heard.clock) return;
			if (heard === undefined && countOf(heardByClient, frame.slot) >= MAX_PER_SLOT) return;
			const name = ports.nameOf(frame.slot);
			const isGone = body.cursor === null || name === null;
			heardByClient.set(client.value, { clock: body.clock, at: ports.now(), slot: frame.slot });
			if (!expiryAlarm.isSet) expiryAlarm.set(EXPIRY_MS / 6, forgetSilent);
			if (isGone) return put(client.value, null);
			// whoever is new has not seen us yet
			if (!awareness.states.has(client.value)) sendSoon();
			put(client.value, {
				user: { name, color: colourOf(frame.slot) },
				cursor: parseCursor(body.cursor)
			});
		},
		get present() {
			return present;
		},
		onPresent(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		greet: sendSoon,
		close() {
			if (closed) return;
			for (const alarm of [sendAlarm, renewAlarm, expiryAlarm]) alarm.clear();
			if (ports.isHeard()) ports.broadcast(encodePresence(session, ++clock, null));
			closed = true;
			awareness.setLocalState(null);
			awareness.destroy();
		}
	};
}

function countOf(heard: ReadonlyMap<number, Heard>, slot: Slot): number {
	let count = 0;
	for (const one of heard.values()) if (one.slot === slot) count += 1;
	return count;
}
