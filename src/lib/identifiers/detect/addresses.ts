/** E-mail addresses, web addresses and handles, internet addresses. Looks at one run without spaces at a time. Carries IDN10. */
import { WEIGHT, type Detector, type Found, type Scene } from '../found';
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';

const CHUNK = /[^\s<>"“”()[\]{}|]{3,}/gu;
const EMAIL = /[\p{L}\d._%+'-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,5}/u;
const SCHEME = /^(?:https?|ftp|file|wss?|sftp):\/\/\S+|^www\.\S+\.\S+/i;
const DOMAIN = /^(?:[\p{L}\d-]{1,63}\.){1,5}(?:com|org|net|edu|gov|mil|int|info|biz|io|co|me|us|uk|de|fr|ca|au|eu|app|dev|health|care|clinic|tv|ly|be|gl|page|site|online|blog|social|link|es|it|nl|ch|at|mx|br|in|jp|cn|ie|nz|za)(?::\d+)?(?:[/?#]\S*)?$/iu;
const HANDLE = /^@[A-Za-z][\w.-]{2,40}$/;
/** A name that no file has: "moth_eater_99". */
const ACCOUNT = /^(?=.{6,40}$)[A-Za-z][A-Za-z\d]*(?:_[A-Za-z\d]+)+$/;
const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d{1,5}|\/\d{1,2})?$/;
const MAC = /^(?:[\da-f]{2}[:-]){5}[\da-f]{2}$/i;
const LONGEST = 2000;

/** How one run of signs is to be taken, after what surrounds it was cut off. */
function classOf(chunk: string, everyone: ReadonlySet<string>): IdentifierClass | null {
	if (SCHEME.test(chunk) || ACCOUNT.test(chunk) || (HANDLE.test(chunk) && !everyone.has(chunk.slice(1).toLowerCase()))) return 'url';
	if (MAC.test(chunk)) return 'device';
	const v4 = V4.exec(chunk);
	if (v4) return v4.slice(1, 5).every((part) => Number(part) <= 255) ? 'ip' : null;
	if (isV6(chunk)) return 'ip';
	// "him.in" and "etc.me" are missing spaces, "e.g.us" is no address: a domain has a longer name in front
	if (DOMAIN.test(chunk) && /[\p{L}\d-]{3,}\.\w{2,}/u.test(chunk) && !/^[^/]*\.(?:in|me|at|it|be|us|es|co)$/i.test(chunk)) return 'url';
	return null;
}

function isV6(chunk: string): boolean {
	const address = chunk.replace(/\/\d{1,3}$/, '').replace(/%\w{1,10}$/, '');
	if (address.length > 45 || !/^[\da-f:]+$/i.test(address) || !/\d/.test(address)) return false;
	const groups = address.split(':');
	if (groups.some((group) => group.length > 4)) return false;
	const gaps = address.split('::').length - 1;
	return gaps === 0 ? groups.length === 8 && !groups.includes('') : gaps === 1 && groups.length >= 3 && groups.length <= 8;
}

export const findAddresses: Detector = (scene) => {
	const found: Found[] = [];
	const { part, sentence, data } = scene;
	for (const match of part.matchAll(data.spelledAddress)) found.push(made(scene, sentence.from + match.index, match[0].length, 'email'));
	if (/[[({]at[\])}]/i.test(part)) for (const match of part.matchAll(data.bracketedAddress)) found.push(made(scene, sentence.from + match.index, match[0].length, 'email'));
	if (/[_\d./:]|name is/.test(part)) for (const match of part.matchAll(data.accounts)) {
		const name = match[1] ?? '';
		found.push(made(scene, sentence.from + match.index + match[0].length - name.length, name.length, 'url'));
	}
	if (!/[@.:_-]/.test(part)) return found;
	for (const match of part.matchAll(CHUNK)) {
		if (match[0].length > LONGEST) continue;
		const chunk = match[0].replace(/^[('‘«*_~,;]+/u, '').replace(/[.,;:!?'’»*_~]+$/u, '');
		const from = sentence.from + match.index + match[0].indexOf(chunk);
		const email = chunk.includes('@') ? EMAIL.exec(chunk) : null;
		if (email) {
			found.push(made(scene, from + email.index, email[0].length, 'email'));
			continue;
		}
		const kind = classOf(chunk, data.everyone);
		if (kind) found.push(made(scene, from, chunk.length, kind));
	}
	return found;
};

const made = ({ data }: Scene, from: number, length: number, kind: IdentifierClass): Found => ({
	from,
	to: from + length,
	class: kind,
	suggestions: data.instead[kind],
	weight: WEIGHT.exact
});
