/** What the toolbar of a text can do: which tools are on, and how each is run. Knows nothing of buttons, bindings or sheets. */
import type { ChainedCommands, Editor } from '@tiptap/core';
import { linkAddressOf } from './link';
import { HEADING_LEVEL, SUBHEADING_LEVEL } from './notes-schema';

export type Tool =
	| 'bold'
	| 'italic'
	| 'strike'
	| 'heading'
	| 'subheading'
	| 'bulletList'
	| 'orderedList'
	| 'taskList'
	| 'blockquote'
	| 'undo'
	| 'redo';

export interface ToolState {
	/** Null for tools that are not switched on and off. */
	readonly pressed: boolean | null;
	readonly usable: boolean;
}
export type Tools = Readonly<Record<Tool, ToolState>>;

/** What the toolbar needs of an editor's state. */
export interface ToolbarEditor {
	/** Null: there is no editor yet. */
	readonly tools: Tools | null;
	/** The address of the link at the cursor; null: there is none. */
	readonly link: string | null;
	/** The link's sheet is asked for (Ctrl+K). The toolbar sets it back. */
	linkWanted: boolean;
	use(tool: Tool): void;
	/** Null takes the link away. An address without selected words is written as its own words. */
	setLink(address: string | null): void;
	focus(): void;
}

const RUN: Readonly<Record<Tool, (chain: ChainedCommands) => ChainedCommands>> = {
	bold: (chain) => chain.toggleBold(),
	italic: (chain) => chain.toggleItalic(),
	strike: (chain) => chain.toggleStrike(),
	heading: (chain) => chain.toggleHeading({ level: HEADING_LEVEL }),
	subheading: (chain) => chain.toggleHeading({ level: SUBHEADING_LEVEL }),
	bulletList: (chain) => chain.toggleBulletList(),
	orderedList: (chain) => chain.toggleOrderedList(),
	taskList: (chain) => chain.toggleTaskList(),
	blockquote: (chain) => chain.toggleBlockquote(),
	undo: (chain) => chain.undo(),
	redo: (chain) => chain.redo()
};

export function runTool(editor: Editor, tool: Tool): void {
	RUN[tool](editor.chain().focus()).run();
}

export function readTools(editor: Editor): Tools {
	const usable = editor.isEditable;
	const on = (name: string, attributes?: Record<string, unknown>): ToolState => ({ pressed: editor.isActive(name, attributes), usable });
	const step = (tool: 'undo' | 'redo'): ToolState => ({ pressed: null, usable: usable && RUN[tool](editor.can().chain()).run() });
	return {
		bold: on('bold'),
		italic: on('italic'),
		strike: on('strike'),
		heading: on('heading', { level: HEADING_LEVEL }),
		subheading: on('heading', { level: SUBHEADING_LEVEL }),
		bulletList: on('bulletList'),
		orderedList: on('orderedList'),
		taskList: on('taskList'),
		blockquote: on('blockquote'),
		undo: step('undo'),
		redo: step('redo')
	};
}

/** The address of the link at the cursor, or null. */
export function linkAt(editor: Editor): string | null {
	const { href } = editor.getAttributes('link');
	return typeof href === 'string' ? href : null;
}

/** Adds, changes or (null) takes away the link at the cursor or of the selected words. @returns false: not an address. */
export function applyLink(editor: Editor, typed: string | null): boolean {
	const chain = editor.chain().focus();
	if (typed === null) return chain.extendMarkRange('link').unsetMark('link').run();
	const href = linkAddressOf(typed);
	if (href === null) return false;
	if (!editor.state.selection.empty || linkAt(editor) !== null) return chain.extendMarkRange('link').setMark('link', { href }).run();
	const words = typed.trim();
	return chain.insertContent({ type: 'text', text: words, marks: [{ type: 'link', attrs: { href } }] }).run();
}

/** Ctrl+K or Cmd+K. */
export const isLinkKey = (event: KeyboardEvent): boolean =>
	event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
