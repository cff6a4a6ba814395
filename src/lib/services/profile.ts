/** Several collectives in one vault, as screens ask for it: list, switch, add, forget, look at a sample. Carries PRF1 to PRF9. */
import { err, ok, type CollectiveId } from '$crypto/base';
import { failure } from '$lib/errors';
import type { PageHost } from './page-reach';
import type { PageReach } from './reach';
import type { CollectiveHere } from './reach-types';
import type { Done } from './types';

type Profile = Pick<PageReach['profile'], 'list' | 'switchTo' | 'addAnother' | 'forget' | 'startSample' | 'recoverByPhrase'>;

export function profileBy(host: PageHost): Profile {
	const list = async (): Promise<readonly CollectiveHere[]> => {
		if (!host.vault()) return [];
		const here = await (host.writer()?.api ?? host.worker().api).collectivesHere();
		return here.map((one) => ({ ...one, isOpen: one.id === host.openNow() }));
	};

	async function switchTo(id: CollectiveId): Done {
		const writer = host.writer();
		if (writer) return writer.api.switchTo(id); // this tab follows
		if (!host.vault()) return err(failure('Unexpected'));
		if (host.openNow() === id) return ok(undefined);
		await host.leaveCollective();
		return host.openCollective(id);
	}

	async function forget(id: CollectiveId): Done {
		if (host.exploring()) return host.lock().then(() => ok(undefined)); // it was never on the disk
		if (host.writer()) return err(failure('AnotherTab', 'Another tab of the app is writing; this can be done there.'));
		const others = (await list()).filter((one) => one.id !== id);
		if (others.length === 0) return host.wipe();
		const wasOpen = host.openNow() === id;
		if (wasOpen) await host.leaveCollective();
		const forgotten = await host.worker().api.forgetCollective(id);
		if (forgotten.ok) await host.forgetPageData(id);
		const [next = { id }] = others.filter((one) => !one.isSample).concat(others);
		if (!wasOpen) return forgotten;
		const opened = await host.openCollective(forgotten.ok ? next.id : id);
		return forgotten.ok ? opened : forgotten;
	}

	return {
		list,
		switchTo,
		forget,
		async addAnother() {
			if (host.writer()) return err(failure('AnotherTab', 'Another tab of the app is writing; this can be done there.'));
			if (!host.vault() || host.exploring()) return err(failure('Unexpected'));
			await host.leaveCollective();
			await host.showWelcome();
			return ok(undefined);
		},
		async startSample() {
			if (host.writer()) return err(failure('AnotherTab', 'Another tab of the app is writing; this can be done there.'));
			const vault = host.vault();
			host.say({ status: 'opening', doing: 'Preparing the sample collective', progress: null });
			if (!vault) {
				const explored = await host.worker().api.explore();
				if (explored.ok) return host.explore(explored.value.vault, explored.value.sample);
				await host.showWelcome();
				return explored;
			}
			const before = host.openNow();
			await host.leaveCollective();
			const known = (await list()).find((one) => one.isSample);
			const started = known ? ok(known.id) : await host.worker().api.startSample();
			if (started.ok) return host.openCollective(started.value);
			if (before) await host.openCollective(before);
			else await host.showWelcome();
			return started;
		},
		async recoverByPhrase({ passphrase, ...input }) {
			const vault = await host.freshVault(passphrase);
			if (!vault.ok) return vault;
			const started = await host.worker().api.startPhrase(input);
			return started.ok ? host.openCollective(started.value) : started;
		}
	};
}
