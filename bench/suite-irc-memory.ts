import { ChatClient } from '../src/core/irc/chat-client';
import { collectGarbage, stopwatch, withLoadServer, type Row, type Sample, type Suite } from './harness';

const MILLION = 1_000_000;
/** More than any cache of ours holds, so that nothing comes again that is still remembered. */
const DISTINCT_LINES = 100_000;

/** What the process still holds after so many chat lines. */
function heldAfter(name: string, lines: number): Row {
  return {
    name,
    kind: 'ours',
    run: () =>
      withLoadServer(
        lines,
        async (server) => {
          const chat = new ChatClient({ url: `ws://127.0.0.1:${server.port}/` });
          const watch = stopwatch();
          let seen = 0;
          let letters = 0;
          const sample = await new Promise<Sample>((resolve) => {
            chat.on('message', ({ id, user, text, roles }) => {
              letters += id.length + user.name.length + text.length + roles.length;
              if (seen === 0) watch.start();
              seen += 1;
              if (seen === lines) resolve(watch.stop(lines));
            });
            void chat.join('blueacorn');
          });
          if (letters === 0) throw new Error('nothing was read');
          const keptKb = collectGarbage() / 1024;
          await chat.close();
          return { ...sample, keptKb };
        },
        { distinctLines: DISTINCT_LINES },
      ),
  };
}

export const ircMemorySuite: Suite = {
  unit: 'line',
  rows: [
    heldAfter('ours, after 1 million lines', MILLION),
    heldAfter('ours, after 10 million lines', 10 * MILLION),
  ],
  targets: [
    {
      measure: 'memory held after 10 million lines, of that after 1 million',
      value: (row) => row('ours, after 10 million lines').keptKb / row('ours, after 1 million lines').keptKb,
      atMost: 1.05,
    },
  ],
};
