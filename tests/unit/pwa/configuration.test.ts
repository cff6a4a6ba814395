/** What whoever serves the app says of meeting points, read by the page. */
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '$lib/services/environment';

const fallback = { publicUrl: 'https://house.example:8443', signaling: ['wss://house.example:8443/signal'], iceServers: [] };
const said = { publicUrl: '', signaling: [], iceServers: [] };

describe('the configuration', () => {
	it('[NET124] the STUN of whoever serves the app is asked at the host that the page came from, and nobody else', () => {
		expect(parseConfiguration({ ...said, stunPort: 4173 }, fallback)?.iceServers).toEqual([{ urls: 'stun:house.example:4173' }]);
		expect(parseConfiguration(said, fallback)).toEqual(fallback);
	});

	it.each([0, 65_536, 1.5, '4173', null])('[NET124] %s is no port, and nothing of such a configuration is believed', (stunPort) => {
		expect(parseConfiguration({ ...said, stunPort }, fallback)).toBeNull();
	});
});
