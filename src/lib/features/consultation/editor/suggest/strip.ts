/** What is pasted or dragged, without the suggestions that were in it where it came from. Knows nothing of where it goes. */
import { Fragment, Slice, type Node } from '@tiptap/pm/model';

export const stripped = (slice: Slice): Slice => new Slice(strip(slice.content), slice.openStart, slice.openEnd);

function strip(content: Fragment): Fragment {
	const nodes: Node[] = [];
	content.forEach((node) => {
		const marks = node.marks.filter(({ type }) => type.name !== 'insertion' && type.name !== 'deletion');
		if (node.isText) nodes.push(node.mark(marks));
		else nodes.push(node.type.create('suggested' in node.attrs ? { ...node.attrs, suggested: null } : node.attrs, strip(node.content), marks));
	});
	return Fragment.fromArray(nodes);
}
