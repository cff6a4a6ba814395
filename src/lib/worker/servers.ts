/** Commands about keepers and other servers: adding a keeper by its address, and what this device alone leaves aside. Carries NET123, NET125. */
import { err, ok, toBase64, type ObjectId, type Result } from '$crypto/base';
import { parseKeeperAddress } from '$crypto/keeper';
import { reveal } from '$crypto/secret';
import { failure, type Failure } from '$lib/errors';
import type { HouseParts } from './reach';

const NOT_AN_ADDRESS = 'This is not the whole address of a keeper. It ends with the long pass that the keeper shows when it starts.';
const NOT_SECURE = 'A keeper on another machine needs an address that begins with https.';

/** `BadInput` for what is no address of a keeper, `Refused` for one in use and by the rules. */
export async function addKeeper({ needRunning }: HouseParts, address: string, name: string): Promise<Result<ObjectId, Failure>> {
	const { open } = needRunning();
	const parsed = parseKeeperAddress(address);
	if (!parsed.ok) return err(failure('BadInput', parsed.error.reason === 'plain-http' ? NOT_SECURE : NOT_AN_ADDRESS));
	const { url, pass } = parsed.value;
	const passText = toBase64(reveal(pass));
	for (const { server, droppedBy } of open.state().membership.servers.values())
		if (droppedBy === null && server.kind === 'keeper' && server.address === url && server.pass === passText) return err(failure('Refused', 'The collective uses this keeper already.'));
	const shown = name.trim() || url.replace(/^https?:\/\//, '');
	const posted = await open.post([{ type: 'membership/add-server', server: { kind: 'keeper', name: shown, address: url, pass: passText } }]);
	if (!posted.ok) return posted;
	const [id] = posted.value;
	return id === undefined ? err(failure('Unexpected')) : ok(id);
}

export const setServerUsed = ({ needRunning }: HouseParts, server: ObjectId, used: boolean): Promise<Result<void, Failure>> =>
	needRunning().keepers.choices.setUsed(server, used);

export const setRelayOnly = ({ needRunning }: HouseParts, relayOnly: boolean): Promise<Result<void, Failure>> =>
	needRunning().keepers.choices.setRelayOnly(relayOnly);
