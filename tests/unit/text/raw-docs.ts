/** Documents of people who play by no rules, and of this app. */
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import { clientIdOf } from '$crdt/text/client-id';
import { createTextDoc, type TextDoc } from '$crdt/text/text-doc';

export const slot = (number: number): Slot => number as Slot; // test slots are written by hand
export const ANA = slot(4_294_967_295);
export const BEN = slot(2_222_222_222);
export const clientOf = (owner: Slot, session = 0): number => {
	const client = clientIdOf(owner, session);
	if (!client.ok) throw new Error('no client');
	return client.value;
};

/** A document of somebody who plays by no rules. */
export function rawDoc(client: number): { doc: Y.Doc; text: Y.XmlText } {
	const doc = new Y.Doc();
	doc.clientID = client;
	const paragraph = new Y.XmlElement('paragraph');
	const text = new Y.XmlText();
	paragraph.insert(0, [text]);
	doc.getXmlFragment('default').insert(0, [paragraph]);
	return { doc, text };
}
export const updateOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc);

export function textDoc(owner: Slot, session = 0): TextDoc {
	const text = createTextDoc(owner, session, (fault) => {
		throw fault;
	});
	if (!text.ok) throw new Error('no doc');
	return text.value;
}
