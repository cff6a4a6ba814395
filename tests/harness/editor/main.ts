import { mount } from 'svelte';
import '../../../src/app.css';
import { seatPeople, type Seat } from './bridge';
import Desk from './Desk.svelte';

declare global {
	interface Window {
		seats: readonly Seat[];
		violations: string[];
		/** Classes of what was kept knowingly. */
		kept: string[];
	}
}

window.violations = [];
window.kept = [];
document.addEventListener('securitypolicyviolation', (event) => {
	window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
const dark = new URLSearchParams(location.search).get('theme');
if (dark !== null) document.documentElement.dataset.theme = dark;
window.seats = seatPeople(['Ana', 'Ben', 'Chloé']);
mount(Desk, { target: document.body, props: { seats: window.seats } });
