/** What a pattern of the language tells: ages over 89, pictures, fingerprints, post boxes, employers. Carries IDN15 and IDN19. */
import { WEIGHT, type Detector, type Found } from '../found';

export const findMentions: Detector = ({ part, sentence, words, data, today }) => {
	const found: Found[] = [];
	if (!words.some(({ digits, plain, stem }) => digits || data.mentionStarts.has(stem) || data.mentionStarts.has(plain) || data.mentionGates.has(plain) || stem.includes('-'))) return found;
	let asked: RegExp | undefined;
	let open = true;
	for (const { class: kind, pattern, suggestions, holds, gate } of data.mentions) {
		if (gate && gate !== asked) [asked, open] = [gate, gate.test(part)];
		if (gate && !open) continue;
		for (const match of part.matchAll(pattern)) {
			const said = match[1] ?? match[0];
			if (holds && !holds(said, today)) continue;
			const at = match.index + match[0].lastIndexOf(said);
			const instead = typeof suggestions === 'function' ? suggestions(said, today, part.slice(0, at)) : suggestions;
			const from = sentence.from + at;
			found.push({ from, to: from + said.length, class: kind, suggestions: instead, weight: WEIGHT.number });
		}
	}
	return found;
};
