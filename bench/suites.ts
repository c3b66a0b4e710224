import type { Suite } from './harness';
import { deploySuite } from './suite-deploy';
import { eventSubSuite } from './suite-eventsub';
import { helixSuite } from './suite-helix';
import { ircFlowSuite } from './suite-irc-flow';
import { ircJoinsSuite } from './suite-irc-joins';
import { ircMemorySuite } from './suite-irc-memory';
import { ircMessageSuite } from './suite-irc-message';
import { ircParseSuite } from './suite-irc-parse';
import { ircSocketSuite } from './suite-irc-socket';

/** All benchmarks, by the name that `npm run bench -- NAME` takes. */
export function suites(): Readonly<Record<string, Suite>> {
  return {
    'irc-parse': ircParseSuite,
    'irc-socket': ircSocketSuite,
    'irc-flow': ircFlowSuite,
    'irc-message': ircMessageSuite,
    'irc-joins': ircJoinsSuite,
    'irc-memory': ircMemorySuite,
    helix: helixSuite,
    eventsub: eventSubSuite,
    deploy: deploySuite,
  };
}
