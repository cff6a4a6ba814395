/** The check in a worker of its own: answers in order, keeps nothing but the last context. Carries IDN31. */
import { check } from './check';
import type { CheckContext } from './types';
import { UNCHECKED, type FromWorker, type ToWorker } from './worker-protocol';

let context: CheckContext | null = null;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
	if (data.type === 'context') {
		context = data.context;
		return;
	}
	const answer: FromWorker = { type: 'checked', id: data.id, checked: context ? check(data.text, context) : UNCHECKED };
	self.postMessage(answer);
});
