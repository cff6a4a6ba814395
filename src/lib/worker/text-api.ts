/** The commands of `EngineApi` about live text, over the running collective. */
import { err, ok } from '$crypto/base';
import type { Engine, EngineDependencies } from './engine';
import { appendFailure } from './failures';
import type { Running } from './running';
import { failure } from '$lib/errors';

type TextMethods = Pick<Engine, 'slotNames' | 'openText' | 'appendText' | 'sendLive'>;

export function createTextApi(running: () => Running, { emit }: EngineDependencies): TextMethods {
	return {
		async slotNames() {
			const { devices, members } = running().open.state().membership;
			return [...devices.values()].map(({ slot, memberId }) => [slot, members.get(memberId)?.profile.name ?? ''] as const);
		},
		async openText(stream) {
			const { open, nextSession } = running();
			await open.texts.ensure(stream);
			if (!open.texts.hasKey(stream)) return err(failure('MissingKey'));
			const myName = open.state().membership.members.get(open.me)?.profile.name ?? '';
			const session = await nextSession();
			// last: what is admitted from here on is told as an event (TXT30)
			return ok({ stream, slot: open.signer.slot, session, myName, entries: await open.texts.entries(stream) });
		},
		async appendText(stream, payload) {
			const written = await running().open.texts.append(stream, payload);
			return written.ok ? ok(written.value) : err(appendFailure(written.error));
		},
		async sendLive(stream, body) {
			const { open, sync, peers } = running();
			const sealed = open.texts.seal(stream, body);
			if (!sealed) return;
			const bytes = sync.live(stream, sealed);
			for (const { peer, identity } of peers()) if (identity.kind === 'member') emit('send', { peer, bytes });
		}
	};
}
