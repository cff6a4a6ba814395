import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64, type CollectiveId } from '$crypto/base';
import { createInvitation, deriveInvitation, lobbyKeys } from '$crypto/invitation';
import { openCharter, sealCharter, type LobbyPlace } from '$crypto/lobby-seal';
import { systemRandom as random } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';

beforeAll(loadSodium);
const collectiveNo = (n: number) => toBase64(new Uint8Array(32).fill(n)) as CollectiveId;

function place(collective: CollectiveId): LobbyPlace {
	const invitation = deriveInvitation(createInvitation(random), collective);
	return { room: lobbyKeys(invitation.lobbyKey), collective, invitation: invitation.id };
}

describe('a charter in a lobby', () => {
	it('[CRY105] opens in this lobby alone: not under another key, for another invitation or another collective', () => {
		const here = place(collectiveNo(1));
		const text = new Uint8Array([1, 2, 3]);
		const sealed = sealCharter(here, text, random);
		expect(openCharter(here, sealed)).toEqual(text);
		expect(openCharter({ ...here, room: place(collectiveNo(1)).room }, sealed)).toBeNull();
		expect(openCharter({ ...here, invitation: place(collectiveNo(1)).invitation }, sealed)).toBeNull();
		expect(openCharter({ ...here, collective: collectiveNo(2) }, sealed)).toBeNull();
		expect(openCharter(here, sealed.slice(0, -1))).toBeNull();
		expect(openCharter(here, new Uint8Array(3))).toBeNull();
	});
});
