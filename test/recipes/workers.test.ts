import assert from 'node:assert/strict';
import type { FlowNode } from '../support/node-red-process';
import { startMqttBroker, type MqttBroker } from '../support/mqtt-broker';
import { Recipe } from '../support/recipe';

describe('the recipe Gateway and workers over MQTT', function () {
  this.timeout(60_000);
  let broker: MqttBroker;
  const machines: Recipe[] = [];

  beforeEach(async () => {
    broker = await startMqttBroker();
  });

  afterEach(async () => {
    for (const machine of machines.splice(0)) await machine.remove();
    await broker.close();
  });

  async function machine(half: 'both' | 'worker'): Promise<Recipe> {
    const gateway = new Set(['twitch-command', 'twitch-raid-received', 'mqtt out']);
    const edit = (nodes: FlowNode[]): FlowNode[] =>
      nodes
        .filter((node) => half === 'both' || !gateway.has(node.type))
        .map((node) => (node.type === 'mqtt-broker' ? { ...node, port: String(broker.port) } : node));
    const started = await Recipe.start('7 - Looking after/Gateway and workers over MQTT', { edit });
    machines.push(started);
    return started;
  }

  it('does each event once, on one of the machines, and goes on when one of them is gone', async () => {
    const gateway = await machine('both');
    const worker = await machine('worker');
    await broker.workers(2);
    const answers = async (): Promise<number> =>
      (await gateway.count('said', /Hello|Thank you/)) + (await worker.count('said', /Hello|Thank you/));
    for (const who of ['viewer', 'subscriber', 'vip', 'moderator'] as const) await gateway.say(who, '!hello');
    await gateway.times('said', /Hello/, 2);
    await worker.times('said', /Hello/, 2);
    assert.equal(await answers(), 4);
    assert.deepEqual([...broker.given.values()], [2, 2]);

    await worker.nodeRed.kill();
    await broker.workers(1);
    await gateway.world('raid', { from: 'driftwood_den', viewers: 12 });
    assert.match(await gateway.said(/raided/), /Driftwood_Den raided with 12 viewers\. Thank you!/);

    await worker.restart();
    await broker.workers(2);
    const before = await gateway.count('said', /Hello/);
    await gateway.say('viewer', '!hello');
    await gateway.say('vip', '!hello');
    await worker.said(/Hello/);
    await gateway.times('said', /Hello/, before + 1);

    await gateway.restart();
    await broker.workers(2);
    await gateway.world('raid', { from: 'driftwood_den', viewers: 13 });
    const thanked = async (): Promise<number> =>
      (await gateway.count('said', /13 viewers\. Thank you!/)) +
      (await worker.count('said', /13 viewers\. Thank you!/));
    await gateway.until(async () => (await thanked()) > 0, 'the raid is answered on either machine');
    assert.equal(await thanked(), 1);
  });
});
