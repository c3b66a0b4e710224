import { defaultValue } from './field-controls.js';
import { eventLabels, nodeShapes } from './node-shapes.js';
import { textOf } from './text-of.js';
import { nodeText } from './texts.js';

/** What stands on a node: its name, else what it does now. */
export function label(node: EditorNode): string {
  if (node.name) return node.name;
  const shape = nodeShapes[node.type];
  if (!shape) return node.type;
  if (shape.kind === 'action') {
    const operation = node.operation ?? shape.defaultOperation ?? '';
    return nodeText(node.type, `does.${operation}`) || nodeText(node.type, 'palette', node.type);
  }
  const value = (name: string): string => {
    const field = shape.fields.find((candidate) => candidate.name === name);
    return textOf(node.params?.[name]?.v ?? (field ? defaultValue(field).v : ''));
  };
  if (value('command') && value('match') === 'pattern') {
    return `${nodeText(node.type, 'palette', node.type)}: ${value('command')}`;
  }
  if (value('command')) return `${value('prefix')}${value('command').replace(/^!/, '')}`;
  if (value('event')) return eventLabels[value('event')] ?? value('event');
  if (value('contains')) return `${nodeText(node.type, 'palette', node.type)}: ${value('contains')}`;
  return nodeText(node.type, 'palette', node.type);
}
