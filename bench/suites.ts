import type { Suite } from './harness';
import { eventSubSuite } from './suite-eventsub';
import { helixSuite } from './suite-helix';
import { ircParseSuite } from './suite-irc-parse';
import { ircSocketSuite } from './suite-irc-socket';

/** All benchmarks, by the name that `npm run bench -- NAME` takes. */
export function suites(): Readonly<Record<string, Suite>> {
  return {
    'irc-parse': ircParseSuite,
    'irc-socket': ircSocketSuite,
    helix: helixSuite,
    eventsub: eventSubSuite,
  };
}
