/** The commands of `EngineApi` about live text, over the running collective. Carries TXT60 and CON36. */
import { err, ok, type StreamId } from '$crypto/base';
import { isRecused } from '$crdt/domain/consultation/readers';
import type { OpenCollective } from './collective';
import type { Engine, EngineDependencies } from './engine';
import { appendFailure } from './failures';
import type { Running } from './running';
import { failure, type Failure } from '$lib/errors';

type TextMethods = Pick<Engine, 'slotNames' | 'openText' | 'appendText' | 'sendLive'>;

export function createTextApi(running: () => Running, { emit }: EngineDependencies): TextMethods {
	return {
		async slotNames() {
			const { open } = running();
			const { devices, members } = open.state().membership;
			return [...devices.values()].map(({ slot, memberId: member }) => {
				const { name = '', discipline = '', licence = '' } = members.get(member)?.profile ?? {};
				return [slot, { member, name, discipline, licence, isMe: member === open.me }] as const;
			});
		},
		async openText(stream) {
			const { open, nextSession } = running();
			const refusal = whyNot(open, stream);
			if (refusal) return err(refusal);
			await open.texts.ensure(stream);
			if (!open.texts.hasKey(stream)) return err(failure('MissingKey'));
			const myName = open.state().membership.members.get(open.me)?.profile.name ?? '';
			const session = await nextSession();
			// last: what is admitted from here on is told as an event (TXT30)
			return ok({ stream, slot: open.signer.slot, session, myName, entries: await open.texts.entries(stream) });
		},
		async appendText(stream, payload) {
			const { open } = running();
			const refusal = whyNot(open, stream);
			if (refusal) return err(refusal);
			const written = await open.texts.append(stream, payload);
			return written.ok ? ok(written.value) : err(appendFailure(written.error));
		},
		async sendLive(stream, body) {
			const { open, sync, peers, mayHave, keepers } = running();
			if (whyNot(open, stream)) return;
			const sealed = open.texts.seal(stream, body);
			if (!sealed) return;
			const bytes = sync.live(stream, sealed);
			keepers.live(stream, sealed);
			for (const { peer } of peers()) if (mayHave(peer, stream)) emit('send', { peer, bytes });
		}
	};
}

/** Why this text cannot be had here, for ever or until somebody says otherwise; null: it may. */
function whyNot({ texts, ownTexts, state, me }: OpenCollective, stream: StreamId): Failure | null {
	if (texts.isGone(stream) || ownTexts.due().includes(stream)) return failure('TextGone');
	if (isRecused(state().consultation, stream, me)) return failure('SteppedOut');
	return ownTexts.has(stream) ? null : failure('MissingKey');
}
