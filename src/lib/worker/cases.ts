/**
 * The commands that begin a text with readers of its own: a case, whose key only its presenter's devices get at first, and an agreement,
 * which is everybody's. Carries CON31, CON36, CON55.
 */
import { err, ok, type ObjectId, type Result } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { failure, type Failure } from '$lib/errors';
import type { OpenCollective } from './collective';
import type { Engine } from './engine';
import { appendFailure } from './failures';
import { guarded } from './guarded';
import { devicesOf } from './text-duties';

export function createCases(running: () => { readonly open: OpenCollective }): Pick<Engine, 'addCase' | 'startAgreement'> {
	async function begin(readers: 'all' | 'mine', opFor: (text: string) => OpInput): Promise<Result<ObjectId, Failure>> {
		const { open } = running();
		const text = await open.texts.create(devicesOf(open.state(), readers === 'all' ? 'all' : [open.me]));
		if (!text.ok) return err(appendFailure(text.error));
		const posted = await open.post([opFor(text.value)]);
		const [id] = posted.ok ? posted.value : [];
		if (posted.ok && id !== undefined) return ok(id);
		// nobody names it: it would stay on the disk for nothing
		await open.texts.forget(text.value, 'for-good');
		return err(posted.ok ? failure('Unexpected') : posted.error);
	}
	return {
		addCase: (input) => guarded(() => begin('mine', (text) => ({ type: 'consultation/add-case', ...input, text }))),
		startAgreement: (title) => guarded(() => begin('all', (text) => ({ type: 'consultation/start-agreement', title, text })))
	};
}
