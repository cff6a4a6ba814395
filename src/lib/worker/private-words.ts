/**
 * The words this device always flags, and those it never does: sealed under the vault's key, in no entry, no backup and no message. One
 * list for the device, whatever collective is open. Carries CON61.
 */
import * as z from 'zod';
import { err, ok } from '$crypto/base';
import { failure } from '$lib/errors';
import type { Engine } from './engine';
import { guarded } from './guarded';
import type { Keychain } from './keychain';
import { createPrivateRecord } from './private-record';

export const MAX_PRIVATE_WORDS = 500;
export const MAX_PRIVATE_WORD = 80;

const words = z.array(z.string().trim().min(1).max(MAX_PRIVATE_WORD)).max(MAX_PRIVATE_WORDS);
const lists = z.strictObject({ flag: words, pass: words });
const record = z.strictObject({ version: z.literal(1), ...lists.shape });
const NONE = { version: 1 as const, flag: [], pass: [] };

/** `setPrivateWords`: each word once, without spaces around it. `TooLarge`: more than 500, or one above 80 characters. */
export function createPrivateWords(keychain: () => Keychain | null): Pick<Engine, 'privateWords' | 'setPrivateWords'> {
	const kept = createPrivateRecord<z.output<typeof record>>({ keychain, name: 'words', parse: (value) => record.safeParse(value).data ?? NONE });
	return {
		async privateWords() {
			const { flag, pass } = await kept.read();
			return { flag, pass };
		},
		setPrivateWords: (next) =>
			guarded(async () => {
				const checked = lists.safeParse(next);
				if (!checked.success) return err(failure(checked.error.issues.some(({ code }) => code === 'too_big') ? 'TooLarge' : 'BadInput'));
				const { flag, pass } = checked.data;
				return kept.change(() => ok({ version: 1, flag: [...new Set(flag)], pass: [...new Set(pass)] }));
			})
	};
}
