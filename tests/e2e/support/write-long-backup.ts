/**
 * Writes a backup file of a collective with a long history, made by the engine itself: FILE MEGABYTES PASSPHRASE.
 * Runs under Node with the project's aliases; a browser that restores the file has the history as if it had written it.
 */
import { writeFileSync } from 'node:fs';
import { MIN_COST } from '$crypto/passphrase';
import { systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { systemTimers } from '$lib/adapters/webrtc/timers';
import { createEngine } from '$lib/worker/engine';
import { must } from '../../support/engine-rig';
import { createMemoryReceipts } from '../../support/memory-receipts';
import { createMemoryStore } from '../../support/memory-store';
import { createMemoryVault } from '../../support/memory-vault';
import { openOp } from '../../support/proposal-ops';

/** Two bytes a letter: each proposal weighs 40,000 bytes, the most that a text may. */
const TEXT = 'ä'.repeat(20_000);
const [, , file = '', megabytes = '', passphrase = ''] = process.argv;
const count = Math.ceil((Number(megabytes) * 1_000_000) / (2 * TEXT.length));

await loadSodium();
const store = createMemoryStore();
const engine = createEngine({
	vault: createMemoryVault(1),
	openStore: async () => store,
	deleteStore: async () => undefined,
	openReceipts: async () => createMemoryReceipts(),
	deleteReceipts: async () => undefined,
	random: systemRandom,
	clock: { now: () => Date.now() },
	timers: systemTimers,
	cost: MIN_COST,
	emit: () => undefined
});
must(await engine.createVault(passphrase));
must(
	await engine.found({
		name: 'Praxis Lindenhof', currency: 'EUR', zone: 'Europe/Berlin', decisionRule: 'consensus', decisionDays: 7, foundingText: '',
		profile: { name: 'Ana', discipline: '', licence: '' }, deviceName: 'Computer'
	})
);
const deadline = Date.now() + 7 * 86_400_000;
for (let number = 1; number <= count; number++) {
	must(await engine.post([openOp(`Proposal ${number}`, { text: TEXT, deadline })]));
}
writeFileSync(file, must(await engine.backup(passphrase)));
await engine.close();
process.stdout.write(String(count));
process.exit(0); // timers of the engine's duties may still be waiting
