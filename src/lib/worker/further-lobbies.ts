/**
 * Lobbies beside those of invitations: where a further device of one's own comes in, and where phrases on paper do. Filled by what is
 * loaded only when there is one; in memory alone.
 */
import type { DeviceId, InvitationId } from '$crypto/base';
import type { LobbyPlace } from '$crypto/lobby-seal';
import type { RefusedWhy } from './lobby';

export interface FurtherLobby {
	readonly place: LobbyPlace;
	/** The device that adds who waits here (CRY173); null: nobody is added here. */
	readonly sponsor: DeviceId | null;
	/** What stands against letting the holder of this key in; null: nothing. */
	whyNot(signKey: string): RefusedWhy | null;
}

export interface FurtherLobbies {
	list(): readonly FurtherLobby[];
	find(id: InvitationId): FurtherLobby | null;
	put(lobby: FurtherLobby): void;
	remove(id: InvitationId): void;
}

export function createFurtherLobbies(changed: () => void): FurtherLobbies {
	const lobbies = new Map<InvitationId, FurtherLobby>();
	return {
		list: () => [...lobbies.values()],
		find: (id) => lobbies.get(id) ?? null,
		put(lobby) {
			lobbies.set(lobby.place.invitation, lobby);
			changed();
		},
		remove(id) {
			if (lobbies.delete(id)) changed();
		}
	};
}
