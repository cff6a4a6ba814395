/**
 * Who may open a document: whoever signs this connection's challenge with the document's key and proves a pass of this keeper.
 *
 * Knows nothing of sockets. Carries KEE3 to KEE6.
 */
import { toBase64, utf8 } from '../crypto/base';
import { hash } from '../crypto/hash';
import { verifyKeeperToken, type KeeperSituation } from '../crypto/keeper';
import { ownerOfPass, type Passes } from './passes';
import type { KeeperStore } from './store';

/** Told to the client as it stands. */
export type Refusal = 'bad-token' | 'bad-signature' | 'unknown-pass' | 'other-pass';

export type Admitted = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly error: Refusal };

export interface Admission {
	/** @returns the owner who answers for what is stored there. @param address of the client; used by an open keeper alone */
	admit(token: string, situation: KeeperSituation, address: string): Admitted;
}

/** Owner of what came from other keepers, until somebody opens it here. */
export const SHARED = 'shared';

export interface AdmissionOptions {
	readonly passes: Passes;
	readonly store: KeeperStore;
	/** No pass is needed; who brings one still has its quota, everybody else that of their address. */
	readonly open: boolean;
	/** Keeps addresses out of the store: they are hashed with it. */
	readonly salt: Uint8Array;
}

export function createAdmission({ passes, store, open, salt }: AdmissionOptions): Admission {
	return {
		admit(token, situation, address) {
			const proof = verifyKeeperToken(token, situation);
			if (!proof.ok) return refuse(proof.error.reason === 'form' ? 'bad-token' : 'bad-signature');
			const pass = passes.findProven(proof.value, situation);
			const held = store.find(situation.document)?.owner;
			if (pass === null) {
				if (!open) return refuse('unknown-pass');
				return admitAs(held ?? `open-${toBase64(hash('keeper-address', salt, utf8(address)).subarray(0, 16))}`);
			}
			const owner = ownerOfPass(pass.number);
			if (held === SHARED) {
				// it came from another keeper before anybody opened it here
				store.give(situation.document, owner).catch(() => {});
				return admitAs(owner);
			}
			if (held !== undefined && held !== owner && !open) return refuse('other-pass');
			return admitAs(held ?? owner);
		}
	};
}

const admitAs = (owner: string): Admitted => ({ ok: true, value: owner });
const refuse = (error: Refusal): Admitted => ({ ok: false, error });
