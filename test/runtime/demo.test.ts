import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dig } from '../support/dig';
import { NodeRedProcess, projectRoot, type FlowNode } from '../support/node-red-process';

const demoFlow = path.join(projectRoot(), 'examples', '1 - First steps', 'Poll and clip from chat.json');

describe('a newcomer in a real Node-RED', function () {
  this.timeout(90_000);
  let nodeRed: NodeRedProcess;

  afterEach(async () => {
    await nodeRed.remove();
  });

  it('sees a poll from chat, its votes, the winner and a clip link, with nothing configured', async () => {
    const flows = JSON.parse(readFileSync(demoFlow, 'utf8')) as FlowNode[];
    nodeRed = await NodeRedProcess.start({
      flows,
      settings: { twitchAccountPractice: { script: 'demo', seed: 1, speed: 8 } },
    });
    const lines: { kind: string; text: string; own: boolean; n: number }[] = [];
    const has = (kind: string, pattern: RegExp, own?: boolean): boolean =>
      lines.some(
        (line) => line.kind === kind && pattern.test(line.text) && (own === undefined || line.own === own),
      );
    const deadline = Date.now() + 60_000;
    while (!(has('chat', /\bwon\b/, true) && has('chat', /https:\/\/clips\.twitch\.tv\//, true))) {
      assert(Date.now() < deadline, JSON.stringify(lines.slice(-30)));
      await new Promise((resolve) => setTimeout(resolve, 250));
      const { body } = await nodeRed.getJson(`twitch/practice/transcript?after=${lines.at(-1)?.n ?? 0}`);
      lines.push(...(dig(body, 'entries') as typeof lines));
    }
    assert(has('chat', /!poll Best snack\? \| Chips \| Fruit \| Cake/, false));
    assert(has('call', /^POST \/polls → 200$/));
    assert(has('event', /^channel\.poll\.progress/));
    assert(has('event', /^channel\.poll\.end/));
    assert.doesNotMatch(nodeRed.output, /\[error\]|Unhandled|deprecat/i);
  });
});
