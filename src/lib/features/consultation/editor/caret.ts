/**
 * A colleague's caret and selection. Colours go through the style object, never a style attribute, so the page's strict
 * content security policy holds; text is set as text.
 */
import type { DecorationAttrs } from '@tiptap/pm/view';

const COLOUR = /^#[0-9a-f]{6}$/i;
const NEUTRAL = '#5c5448';

interface Writer {
	readonly name?: unknown;
	readonly color?: unknown;
}

const colourOf = ({ color }: Writer): string => (typeof color === 'string' && COLOUR.test(color) ? color : NEUTRAL);

/** Hidden from screen readers: it would be read out in the middle of a sentence. Who is here is said beside the heading. */
export function drawCaret(writer: Writer): HTMLElement {
	const caret = document.createElement('span');
	caret.className = 'colleague-caret';
	caret.setAttribute('aria-hidden', 'true');
	caret.style.setProperty('--caret', colourOf(writer));
	const name = document.createElement('span');
	name.className = 'colleague-name';
	name.textContent = typeof writer.name === 'string' ? writer.name.slice(0, 40) : '';
	// word joiners keep a line from breaking at the caret
	caret.append('\u2060', name, '\u2060');
	return caret;
}

export function drawSelection(writer: Writer): DecorationAttrs {
	return { class: 'colleague-selection', style: `--caret: ${colourOf(writer)}` };
}
