import { startSimulator } from '../src/simulator/index';
import { coreFlow, eveningFlow } from '../test/support/evening-flow';
import type { FlowNode } from '../test/support/node-red-process';
import { ProcessWatch } from '../test/support/process-watch';
import { channelAccount, seedSignIn } from '../test/support/twitch-flow';
import type { Row, Suite } from './harness';

/** Deploys of one run; the first ones load code and are not counted. */
const DEPLOYS = 12;
const WARM_UPS = 4;

const tab: FlowNode = { id: 'tab', type: 'tab', label: 'Evening' };

/** A full deploy of 200 nodes into an empty Node-RED, from the request to "Started flows". */
function deploys(name: string, kind: Row['kind'], nodes: () => readonly FlowNode[]): Row {
  return {
    name,
    kind,
    async run() {
      const simulator = await startSimulator({ viewers: 'none' });
      const watch = new ProcessWatch({ flows: [tab] });
      const { nodeRed } = watch;
      try {
        await seedSignIn(nodeRed.userDir, simulator, { login: simulator.users.broadcaster.login });
        await nodeRed.start();
        const flow = [tab, ...(kind === 'ours' ? [channelAccount(simulator)] : []), ...nodes()];
        const costs: { ms: number; cpuUs: number }[] = [];
        for (let deploy = 0; deploy < DEPLOYS; deploy += 1) {
          const { cpuUs } = await watch.cost();
          const startedAt = performance.now();
          await nodeRed.deploy(flow);
          costs.push({ ms: performance.now() - startedAt, cpuUs: (await watch.cost()).cpuUs - cpuUs });
          await nodeRed.deploy([tab]);
        }
        const [ms, cpuUs] = (['ms', 'cpuUs'] as const).map((cost) => {
          const sorted = costs
            .slice(WARM_UPS)
            .map((each) => each[cost])
            .toSorted((a, b) => a - b);
          return sorted[sorted.length >> 1] ?? Number.NaN;
        }) as [number, number];
        return { units: nodes().length, ms, cpuUs, peakMb: (await watch.cost()).peakMb };
      } finally {
        await nodeRed.remove();
        await simulator.close();
      }
    },
  };
}

export const deploySuite: Suite = {
  unit: 'node',
  note: 'A full deploy of 200 nodes on one account, signed in and connecting, in a Node-RED process; the same flow of core nodes.',
  rows: [deploys('core nodes', 'floor', coreFlow), deploys('ours', 'ours', () => eveningFlow().nodes)],
  targets: [
    {
      measure: 'CPU time of a deploy, of the same flow made of core nodes',
      value: (row) => row('ours').cpuUs / row('core nodes').cpuUs,
      atMost: 2,
    },
  ],
};
