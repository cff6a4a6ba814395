/** From an agenda or an agreement to the form for proposals, and back. */
import { describe, expect, it } from 'vitest';
import { ok, type ObjectId } from '$crypto/base';
import { emptyDraft, readDraft } from '$lib/features/proposals/form/draft';
import { isBrought, linkBack, readAddress } from '$lib/features/proposals/form/origin';
import { makeProposal } from '$lib/parts/make-proposal';

const ID = `${'A'.repeat(43)}.2` as ObjectId; // a test id

function drafts() {
	const kept = new Map<string, unknown>();
	return {
		kept,
		load: (key: string) => Promise.resolve(kept.get(key) ?? null),
		save: (key: string, value: unknown) => {
			kept.set(key, value);
			return Promise.resolve(ok(undefined));
		}
	};
}
const asked = (address: string) => readAddress(new URL(address, 'https://commonhold.example').searchParams);

describe('make this a proposal', () => {
	it('the words wait in the draft that the form looks for, and the address has none of them', async () => {
		const store = drafts();
		const address = await makeProposal(store, { item: ID }, { title: 'Should we buy a second sand tray?', text: '' });
		expect(address).toBe(`/proposals/new?item=${ID}`);
		const form = asked(address);
		expect(isBrought(store.kept.get(form.draftKey))).toBe(true);
		expect(readDraft(store.kept.get(form.draftKey), emptyDraft())).toEqual({ ...emptyDraft(), want: 'decide', title: 'Should we buy a second sand tray?' });
		expect(linkBack(form, `${'B'.repeat(43)}.0` as ObjectId)).toEqual({ type: 'consultation/link-proposal', item: ID, proposal: `${'B'.repeat(43)}.0` });
	});

	it('a case hands over no words at all', async () => {
		const store = drafts();
		expect(await makeProposal(store, { item: ID }, { title: '', text: '' })).toBe(`/proposals/new?item=${ID}`);
		expect(store.kept.size).toBe(0);
	});

	it('what somebody had begun for an item stays; an agreement brings its newest words', async () => {
		const store = drafts();
		await makeProposal(store, { item: ID }, { title: 'First', text: '' });
		store.kept.set(`proposal item=${ID}`, { want: 'talk', title: 'My own words', text: 'Long' });
		await makeProposal(store, { item: ID }, { title: 'First', text: '' });
		expect(store.kept.get(`proposal item=${ID}`)).toEqual({ want: 'talk', title: 'My own words', text: 'Long' });
		await makeProposal(store, { agreement: ID }, { title: 'House rules', text: 'Quiet after nine.' });
		store.kept.set(`proposal agreement=${ID}`, { want: 'decide', title: 'Our house rules', text: 'Quiet after nine.' });
		const address = await makeProposal(store, { agreement: ID }, { title: 'House rules', text: 'Quiet after ten.' });
		expect(store.kept.get(asked(address).draftKey)).toEqual({ brought: true, want: 'decide', title: 'Our house rules', text: 'Quiet after ten.' });
		expect(linkBack(asked(address), ID)).toEqual({ type: 'consultation/propose-agreement', agreement: ID, proposal: ID });
	});

	it('what comes from nowhere links to nothing', () => {
		expect(linkBack(asked('/proposals/new'), ID)).toBeNull();
	});
});
