/** Written by the build from `src/definitions`: the nodes' rows, small enough to be loaded with the editor. */
import type { EditorNodeShape } from './shapes.js';

export declare const nodeShapes: Readonly<Record<string, EditorNodeShape>>;
