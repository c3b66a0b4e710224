/** Written by the build from `src/definitions`: the nodes' rows, small enough to be loaded with the editor. */
import type { EditorNodeShape } from './shapes.js';

export declare const nodeShapes: Readonly<Record<string, EditorNodeShape>>;
/** Plain words for each event, for what stands on a node. */
export declare const eventLabels: Readonly<Record<string, string>>;
