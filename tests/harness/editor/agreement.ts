/** The page of an agreement that two people write; like `main.ts` for notes. */
import { mount } from 'svelte';
import '../../../src/app.css';
import AgreementDesk from './AgreementDesk.svelte';
import { seatPeople } from './bridge';

window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
	window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
const theme = new URLSearchParams(location.search).get('theme');
if (theme !== null) document.documentElement.dataset.theme = theme;
window.seats = seatPeople(['Ana', 'Ben']);
mount(AgreementDesk, { target: document.body, props: { seats: window.seats } });
