/** `npm run model`: the whole search, as a table. Exits with 1 when anything is found that must not be. */
import { BROKEN, CASES } from './cases';
import { crowd, searchChains, searchForkedSeries, searchProxies, searchResults, searchSeries, tellRandomly } from './parts';
import { search } from './search';

let failures = 0;
const started = Date.now();
const seconds = (): string => `${((Date.now() - started) / 1000).toFixed(0)} s`;
const expectThat = (holds: boolean, what: string): void => {
	if (holds) return;
	failures++;
	console.error(`MUST NOT BE: ${what}`);
};
const line = (...cells: (string | number)[]): void => console.log(cells.map((cell, at) => String(cell).padEnd(at === 0 ? 66 : 11)).join(' '));

console.log('Whole proposals: every state, every entry that could be appended to it');
line('electors', 'states', 'edges', 'violations', 'stuck', 'contested', 'at');
for (const { name, setting, rule, twoTongues } of CASES) {
	const found = search({ setting, rule, twoTongues: twoTongues === true });
	line(name, found.states, found.edges, found.violations, found.stuck + found.dead, found.contested, seconds());
	expectThat(found.isWhole && found.violations === 0 && found.stuck === 0 && found.dead === 0, `${name}: ${found.example}`);
	expectThat(found.unexplained === 0 && (twoTongues === true) === found.contested > 0, `${name}: contradictions are told by signed closings, and only by them`);
}

console.log('\nRules that look as good: where the search finds them out');
line('rule', 'states', 'edges', 'violations', 'stuck', '', 'at');
for (const { name, setting, rule, twoTongues, fails } of BROKEN) {
	const found = search({ setting, rule, twoTongues: twoTongues === true, untilBroken: true });
	line(`${setting.electors}: ${name}`, found.states, found.edges, found.violations, found.stuck, '', seconds());
	expectThat(fails === 'unsafe' ? found.violations > 0 : found.stuck > 0, `${name} was not found out`);
}

console.log('\nBy parts');
for (let n = 2; n <= 6; n++) {
	const honest = searchSeries(n, n < 6 ? 4 : 3);
	const forked = searchForkedSeries(n, n < 6 ? 4 : 3);
	line(`${n}: one series, all ballots`, `${honest.sets} sets`, '', honest.conflicts + honest.lost, honest.stuck);
	line(`${n}: one series, one with two tongues`, `${forked.sets} sets`, '', forked.lost, '', forked.conflicts);
	expectThat(honest.conflicts + honest.lost + honest.stuck + forked.lost === 0 && forked.conflicts > 0, `one series among ${n}`);
}
for (let n = 3; n <= 6; n++) {
	const results = searchResults(n, 2);
	line(`${n}: results of settled answers`, `${results.maps} maps`, results.edges, results.changed);
	expectThat(results.changed === 0, `results among ${n}`);
}
for (let n = 3; n <= 5; n++) {
	const proxies = searchProxies(n, 2);
	line(`${n}: results with proxies`, `${proxies.maps} maps`, '', proxies.changed);
	expectThat(proxies.changed === 0, `proxies among ${n}`);
}
for (let terms = 2; terms <= 4; terms++) {
	const chains = searchChains(terms);
	line(`chains of ${terms} terms`, `${chains.maps} maps`, '', chains.changed);
	expectThat(chains.changed === 0, `chains of ${terms}`);
}
for (const [n, stories, twoTongues] of [[3, 4000, false], [4, 4000, false], [5, 4000, false], [6, 2000, false], [3, 4000, true], [5, 2000, true]] as const) {
	const found = tellRandomly(crowd(n, twoTongues), stories, n * 10 + Number(twoTongues), twoTongues);
	line(`${n}: random stories${twoTongues ? ', one with two tongues' : ''}, every set of closings`, `${found.stories}`, `${found.views} views`, found.changed, found.stuck, found.contested, seconds());
	expectThat(found.changed === 0 && found.stuck === 0 && found.unexplained === 0 && found.finals > 0, `random stories among ${n}`);
}

console.log(`\n${failures === 0 ? 'Nothing was found that must not be' : `${failures} found that must not be`}, after ${seconds()}`);
process.exitCode = failures === 0 ? 0 : 1;
