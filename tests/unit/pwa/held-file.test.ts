/** A file shared to the app: in memory for the one page that asks, once, and not for long. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { collectHanded, kindOf, putAway, seeHanded, takeHanded } from '$lib/services/handed-file';
import { createHeldFile, HELD_ADDRESS, HELD_MS, MAX_HELD_BYTES, SHARE_ADDRESS, SHARE_FIELD } from '$lib/services/held-file';
import { createFakeTimers } from '../../support/fake-timers';
import { repositoryRoot } from '../../support/repository';

const file = (name: string, type = '', text = 'BEGIN:VCALENDAR') => new File([text], name, { type });

function rig() {
	const timers = createFakeTimers();
	return { timers, held: createHeldFile<File>((ms, run) => timers.after(ms, run)) };
}

describe('a shared file in the service worker', () => {
	it('[PWA20] is given away once', () => {
		const { held } = rig();
		const shared = file('week.ics');
		held.put(shared);
		expect(held.take()).toBe(shared);
		expect(held.take()).toBeNull();
	});

	it('[PWA21] is forgotten after ten minutes, counted from the last one shared', async () => {
		const { held, timers } = rig();
		held.put(file('first.ics'));
		await timers.advance(HELD_MS - 1_000);
		const second = file('second.ics');
		held.put(second);
		await timers.advance(HELD_MS - 1_000);
		expect(held.take()).toBe(second);
		held.put(file('third.ics'));
		await timers.advance(HELD_MS);
		expect(held.take()).toBeNull();
	});

	it('[PWA21] that is too large is not held, and what was held before is gone', () => {
		const held = createHeldFile<{ size: number }>(() => () => undefined);
		held.put({ size: 10 });
		expect(held.put({ size: MAX_HELD_BYTES + 1 })).toBe(false);
		expect(held.take()).toBeNull();
	});

	it('[PWA22] the manifest names the address and the field that the service worker listens to', () => {
		const Manifest = z.object({
			share_target: z.object({
				action: z.literal(SHARE_ADDRESS),
				method: z.literal('POST'),
				enctype: z.literal('multipart/form-data'),
				params: z.object({ files: z.tuple([z.object({ name: z.literal(SHARE_FIELD), accept: z.array(z.string()) })]) })
			}),
			file_handlers: z.tuple([z.object({ action: z.literal(SHARE_ADDRESS), accept: z.record(z.string(), z.array(z.string())) })])
		});
		const manifest = Manifest.parse(JSON.parse(readFileSync(`${repositoryRoot}static/manifest.webmanifest`, 'utf8')));
		expect(manifest.share_target.params.files[0].accept).toEqual(['text/calendar', '.ics', 'application/octet-stream', '.commonhold']);
		expect(manifest.file_handlers[0].accept).toEqual({ 'text/calendar': ['.ics'], 'application/octet-stream': ['.commonhold'] });
	});
});

describe('a shared file in the page', () => {
	afterEach(() => {
		putAway();
		vi.unstubAllGlobals();
	});
	const page = (answer: Response) => {
		const asked: string[] = [];
		vi.stubGlobal('fetch', async (address: string, { method }: RequestInit) => (asked.push(`${method} ${address}`), answer));
		return { asked, collect: () => collectHanded({ navigator: { serviceWorker: { controller: {} } } } as unknown as Window) };
	};

	it('[PWA23] waits until it is asked for by its kind, and is given away once', async () => {
		const { asked, collect } = page(new Response(file('Zürich & Söhne.ics'), { headers: { 'x-file-name': encodeURIComponent('Zürich & Söhne.ics'), 'content-type': 'text/calendar' } }));
		await collect();
		expect(asked).toEqual([`POST ${HELD_ADDRESS}`]);
		expect(seeHanded()).toMatchObject({ kind: 'calendar', file: { name: 'Zürich & Söhne.ics' } });
		expect(takeHanded('bundle')).toBeNull();
		expect(await takeHanded('calendar')?.text()).toBe('BEGIN:VCALENDAR');
		expect(takeHanded('calendar')).toBeNull();
	});

	it('[PWA23] is none where nothing was shared', async () => {
		await page(new Response(null, { status: 204 })).collect();
		expect(seeHanded()).toBeNull();
	});

	it('[PWA20] no server is asked where no service worker answers', async () => {
		const { asked } = page(new Response(null));
		await collectHanded({ navigator: { serviceWorker: { controller: null } } } as unknown as Window);
		expect(asked).toEqual([]);
	});

	it.each([
		['week.ics', 'application/octet-stream', 'calendar'],
		['WEEK.ICS', '', 'calendar'],
		['from-ana', 'text/calendar', 'calendar'],
		['news-2026-11-22.commonhold', 'application/octet-stream', 'bundle'],
		['photo.jpg', 'image/jpeg', 'unknown']
	])('[PWA23] %s (%s) is of the kind %s', (name, type, kind) => {
		expect(kindOf({ name, type })).toBe(kind);
	});
});
