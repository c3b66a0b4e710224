import type { FlowNode } from './node-red-process';

/**
 * Timed messages come each minute instead of every quarter of an hour. Beside them stands a clock that nobody silences: what reaches
 * the probe `clock` tells that the time of the others has passed, too.
 */
export function quickTimers(nodes: FlowNode[]): FlowNode[] {
  const often = { every: { v: 1, t: 'num' } };
  const quick = nodes.map((node) =>
    node.type === 'twitch-timer' ? { ...node, params: { ...(node['params'] as object), ...often } } : node,
  );
  const timer = quick.find(({ type }) => type === 'twitch-timer');
  const always = { onlyLive: { v: false, t: 'bool' }, afterLines: { v: 0, t: 'num' } };
  const tick: FlowNode = {
    ...timer,
    id: 'ticks',
    type: 'twitch-timer',
    params: { ...often, ...always, lines: { v: 'tick', t: 'str' } },
    wires: [['clock']],
  };
  // Without a place it would pass for a config node.
  return [
    ...quick,
    tick,
    { id: 'clock', type: 'test-probe', name: 'clock', z: tick['z'], x: 1, y: 1, wires: [] },
  ];
}
