import type { TestOutcome } from '../behaviour/trigger';
import type { Gate } from './gate';

/** A test event does not get past a closed gate either: whoever presses the button wants to see what would happen. */
export async function testBehindGate(gate: Gate, outcome: TestOutcome): Promise<TestOutcome> {
  if (!gate.isSet || 'stoppedBy' in outcome) return outcome;
  return (await gate.isOpen(outcome.msg)) ? outcome : { stoppedBy: 'gate' };
}
