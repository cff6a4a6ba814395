/** A view that follows the log: asked again whenever something changed, replaced only when its value did. */
import { askView, type EngineEnd } from './engine-end';
import type { ViewName, Views } from './types';

export interface ViewSource {
	/** Null while nothing is open. */
	engine(): EngineEnd | null;
	/** Grows with every change; reading it in an effect subscribes to it. */
	version(): number;
	/** Some views know things that only this tab knows. */
	amend<N extends ViewName>(name: N, value: Views[N]['value']): Views[N]['value'];
}

/** To be made while a component is set up: it lives as long as the component. */
export class LiveView<N extends ViewName> {
	current = $state.raw<Views[N]['value'] | undefined>(undefined);
	#shown = '';
	#asked = 0;

	constructor(source: ViewSource, name: N, args: () => Views[N]['args']) {
		$effect(() => {
			source.version();
			const engine = source.engine();
			const wanted = $state.snapshot(args()) as Views[N]['args']; // a snapshot has the type of what it copies
			if (!engine) return;
			const asked = ++this.#asked;
			askView(engine, name, wanted)
				.then((value) => asked === this.#asked && this.#show(source.amend(name, value)))
				.catch(() => undefined); // the engine was closed while it was asked; whoever closed it says so
		});
	}

	#show(value: Views[N]['value']): void {
		const text = JSON.stringify(value) ?? '';
		if (text === this.#shown) return;
		this.#shown = text;
		this.current = value;
	}
}
