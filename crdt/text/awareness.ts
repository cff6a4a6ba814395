/**
 * The presence object that editors bind to: the surface of y-protocols' Awareness, without its clock and its timer.
 *
 * Holds states by client id and tells listeners what changed. Knows nothing of frames, people or expiry (`ephemeral.ts`).
 * Carries TXT26.
 */
import { ObservableV2 } from 'lib0/observable';
import type * as Y from 'yjs';

/** What an editor reads: `user` for name and colour, `cursor` as relative positions in JSON. */
export interface AwarenessState {
	readonly user?: { readonly name: string; readonly color: string };
	readonly cursor?: unknown;
}

export interface AwarenessChange {
	readonly added: number[];
	readonly updated: number[];
	readonly removed: number[];
}

type Listener = (change: AwarenessChange, origin: unknown) => void;

export class TextAwareness extends ObservableV2<{ change: Listener; update: Listener; destroy: () => void }> {
	readonly states = new Map<number, AwarenessState>();
	readonly clientID: number;

	constructor(readonly doc: Y.Doc) {
		super();
		this.clientID = doc.clientID;
		this.states.set(this.clientID, {});
	}

	getStates(): Map<number, AwarenessState> {
		return this.states;
	}

	getLocalState(): AwarenessState | null {
		return this.states.get(this.clientID) ?? null;
	}

	/** Called by the editor. The frame follows in `ephemeral.ts`, which listens with origin `local`. */
	setLocalState(state: AwarenessState | null): void {
		this.put(this.clientID, state, 'local');
	}

	setLocalStateField(field: string, value: unknown): void {
		const state = this.getLocalState();
		if (state !== null) this.setLocalState({ ...state, [field]: value });
	}

	/** Sets or removes one state and tells listeners, once. */
	put(client: number, state: AwarenessState | null, origin: unknown): void {
		const had = this.states.has(client);
		if (state === null) this.states.delete(client);
		else this.states.set(client, state);
		if (state === null && !had) return;
		const change: AwarenessChange = {
			added: state !== null && !had ? [client] : [],
			updated: state !== null && had ? [client] : [],
			removed: state === null ? [client] : []
		};
		this.emit('change', [change, origin]);
		this.emit('update', [change, origin]);
	}
}
