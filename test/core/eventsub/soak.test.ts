import assert from 'node:assert/strict';
import { runSoak, soakFigures, soakProblems, type SoakFigures } from '../../support/eventsub-soak';

const PART = 20;

/** `npm run soak` does the same with the whole figures and writes what came of it to bench/soak.json. */
describe('EventSub over a long stream', () => {
  const figures: SoakFigures = {
    notifications: soakFigures.notifications / PART,
    moves: soakFigures.moves / PART,
    losses: Math.ceil(soakFigures.losses / PART),
    revocations: soakFigures.revocations / PART,
    refreshes: soakFigures.refreshes / PART,
    seed: soakFigures.seed,
  };

  it(`hears each of ${figures.notifications} events once, through moves, losses, repeats and revocations`, async () => {
    const result = await runSoak(figures);
    assert.deepEqual(soakProblems(result, figures), []);
    assert.ok(result.repeats > figures.notifications * 0.04, `only ${result.repeats} repeats`);
  });
});
