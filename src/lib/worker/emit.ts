/** The events of the engine, typed. */
import type { EngineEvents } from './api';

export type Emit = <N extends keyof EngineEvents>(name: N, value: EngineEvents[N]) => void;
