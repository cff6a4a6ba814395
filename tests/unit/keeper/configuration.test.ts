import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../keeper/configuration';

let directory = '';
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'commonhold-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const load = (text: string | undefined, environment: Record<string, string> = {}) => {
	const file = join(directory, 'commonhold.config.json');
	if (text !== undefined) writeFileSync(file, text);
	return loadConfiguration(file, environment);
};

describe('the configuration of a keeper', () => {
	it('without a file says nothing: same address, own signaling, no third party', () => {
		expect(load(undefined)).toEqual({ ok: true, value: { publicUrl: '', signaling: [], iceServers: [] } });
	});

	it('takes what the file says', () => {
		const value = {
			publicUrl: 'https://commonhold.example.org',
			signaling: ['wss://meet.example.org/signal'],
			iceServers: [{ urls: 'stun:stun.example.org:3478' }]
		};
		expect(load(JSON.stringify(value))).toEqual({ ok: true, value });
	});

	it('lets the environment win over the file', () => {
		const loaded = load('{"publicUrl":"https://a.example"}', { COMMONHOLD_PUBLIC_URL: 'https://b.example' });
		expect(loaded).toMatchObject({ ok: true, value: { publicUrl: 'https://b.example' } });
	});

	it.each([
		['a plain http address that is not this machine', '{"publicUrl":"http://192.168.1.5:4173"}', /https/],
		['text that is not JSON', '{publicUrl', /not valid JSON/],
		['a signaling address that is no socket', '{"signaling":["https://a.example"]}', /signaling/],
		['a key it does not know, so that a misspelling is noticed', '{"publicURL":"https://a.example"}', /publicURL/]
	])('refuses %s with a sentence', (_title, text, sentence) => {
		const loaded = load(text);
		expect(loaded).toMatchObject({ ok: false, error: { type: 'BadConfiguration' } });
		if (!loaded.ok) expect(loaded.error.message).toMatch(sentence);
	});
});
