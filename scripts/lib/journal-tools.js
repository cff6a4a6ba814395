/**
 * The tools of others that recount the books: hledger and beancount. Finds them, or installs them where the machine allows that
 * without asking. Plain Node.
 */
import { spawnSync } from 'node:child_process';

const NEEDED = ['hledger', 'bean-check'];
const LIMIT_MS = 180_000;

/** @returns {string | null} why they cannot be used; null: they are there */
export function provideJournalTools() {
	if (absent().length === 0) return null;
	const missing = absent().join(' and ');
	const prefix = rights();
	if (prefix === null) return `${missing} not found, and installing needs rights this account does not have`;
	if (!has('apt-get')) return `${missing} not found, and there is no apt-get to install it with`;
	console.log('Installing hledger and beancount …');
	for (const parameters of [['install'], ['update'], ['install']]) {
		const packages = parameters[0] === 'install' ? ['-y', '--no-install-recommends', 'hledger', 'beancount'] : [];
		const [command = '', ...rest] = [...prefix, 'apt-get', ...parameters, ...packages];
		const result = spawnSync(command, rest, { stdio: 'ignore', timeout: LIMIT_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
		if (absent().length === 0) return null;
		if (result.error !== undefined) return `${missing} not found, and installing took longer than ${LIMIT_MS / 1000} seconds`;
	}
	return `${absent().join(' and ')} not found, and could not be installed`;
}

const absent = () => NEEDED.filter((tool) => !has(tool));

/** @param {string} tool */
export function has(tool) {
	return spawnSync(process.platform === 'win32' ? 'where' : 'which', [tool], { stdio: 'ignore' }).status === 0;
}

/** What goes before a command that changes the machine; null: not allowed, or not without a question. */
function rights() {
	if (process.getuid?.() === 0) return [];
	return has('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null;
}
