/** Before the page goes: drafts that are under way are waited for, and what no draft keeps is known. */
import { describe, expect, it } from 'vitest';
import { ok } from '$crypto/base';
import type { App } from '$lib/services/types';
import { watchUnkept } from '$lib/services/unkept';

/** As much of a form and its field as is asked for. */
class Element {
	isConnected = true;
	isContentEditable = false;
	dataset: Record<string, string> = {};
	constructor(private readonly form: Element | null = null) {}
	closest = (): Element | null => this.form;
}

function rig() {
	const listeners = new Map<string, (event: { target: unknown }) => void>();
	const HTMLElementBefore = globalThis.HTMLElement;
	globalThis.HTMLElement = Element as unknown as typeof HTMLElement; // the fields are of that kind here
	const unkept = watchUnkept({ addEventListener: (name: string, run: (event: { target: unknown }) => void) => listeners.set(name, run) } as unknown as Document);
	return { unkept, fire: (name: string, target: unknown) => listeners.get(name)!({ target }), done: () => (globalThis.HTMLElement = HTMLElementBefore) };
}

describe('what is not kept', () => {
	it('[PWA13] is what was typed into a form that keeps no draft, until it is sent or gone', () => {
		const { unkept, fire, done } = rig();
		const form = new Element();
		fire('input', new Element(null));
		expect(unkept.any()).toBe(false);
		fire('input', new Element(form));
		expect(unkept.any()).toBe(true);
		fire('submit', form);
		expect(unkept.any()).toBe(false);
		fire('input', new Element(form));
		form.isConnected = false;
		expect(unkept.any()).toBe(false);
		done();
	});

	it('[PWA13] is nothing in a form that keeps drafts, nor in a shared text', () => {
		const { unkept, fire, done } = rig();
		const keeping = new Element();
		keeping.dataset['kept'] = '';
		fire('input', new Element(keeping));
		const text = new Element(new Element());
		text.isContentEditable = true;
		fire('input', text);
		expect(unkept.any()).toBe(false);
		done();
	});
});

describe('what is under way', () => {
	it('[PWA12] is on the disk when it is settled, also what was saved while waiting', async () => {
		const { unkept, done } = rig();
		const finish: (() => void)[] = [];
		const drafts: App['drafts'] = {
			load: async () => null,
			save: () => new Promise((resolve) => finish.push(() => resolve(ok(undefined)))),
			remove: async () => ok(undefined),
			list: async () => []
		};
		const watched = unkept.watch(drafts);
		let settled = false;
		void watched.save('a', {}).then(() => void watched.save('b', {}));
		const waiting = unkept.settled().then(() => (settled = true));
		finish[0]!();
		for (let i = 0; i < 20; i++) await Promise.resolve();
		expect(settled).toBe(false);
		finish[1]!();
		await waiting;
		done();
	});

	it('[PWA12] is settled also when the disk refuses', async () => {
		const { unkept, done } = rig();
		const drafts = { save: () => Promise.reject(new Error('closed')) } as unknown as App['drafts'];
		await unkept.watch(drafts).save('a', {}).catch(() => undefined);
		await unkept.settled();
		done();
	});
});
