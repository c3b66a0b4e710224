import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/clock';
import { ircLines } from '../../data/irc-lines';
import { readOurs, readTmi, twurpleReader, type Reading } from './foreign-parsers';
import { LineMaker } from './line-maker';
import { parserDifferences, type Difference } from './parser-differences';

const GENERATED_LINES = 100_000;

/** What is compared beside the tags, and the tag that it is made of. */
const fields = {
  command: null,
  prefix: null,
  params: null,
  badges: 'badges',
  badgeInfo: 'badge-info',
  emotes: 'emotes',
} as const;

/** Every difference between two readings of a line. */
function* differences(
  parser: Difference['parser'],
  line: string,
  ours: Reading | null,
  theirs: Reading | null,
): Generator<Difference> {
  if (ours === null || theirs === null) {
    if (ours !== theirs) {
      yield { parser, line, field: 'line', ours: ours && 'read', theirs: theirs && 'read' };
    }
    return;
  }
  const own = new Map(JSON.parse(ours.tags) as [string, string][]);
  const foreign = new Map(JSON.parse(theirs.tags) as [string, string][]);
  const otherTags = new Set<string>();
  for (const name of new Set([...own.keys(), ...foreign.keys()])) {
    const values = { ours: own.get(name) ?? null, theirs: foreign.get(name) ?? null };
    if (values.ours === values.theirs) continue;
    otherTags.add(name);
    yield { parser, line, field: 'tag', tag: { name, wire: wireValue(line, name) }, ...values };
  }
  for (const [field, tag] of Object.entries(fields)) {
    // What is made of a tag that is read in another way differs for that reason.
    if (tag !== null && otherTags.has(tag)) continue;
    const name = field as keyof typeof fields;
    if (ours[name] !== theirs[name])
      yield { parser, line, field: name, ours: ours[name], theirs: theirs[name] };
  }
}

/** The value of a tag as it stands in the line, the last one of a name; null for a tag without `=`. */
function wireValue(line: string, name: string): string | null {
  const pieces = line.slice(1, line.indexOf(' ')).split(';');
  const piece = pieces.findLast((one) => one === name || one.startsWith(`${name}=`)) ?? name;
  return piece === name ? null : piece.slice(name.length + 1);
}

describe('foreign parsers', () => {
  it(`read the reference lines and ${GENERATED_LINES} generated ones as ours does, but for what the table says`, async function () {
    this.timeout(120_000);
    const readTwurple = await twurpleReader();
    const maker = new LineMaker(seededRandom(20));
    const needed = new Set<number>();
    const compare = (line: string): void => {
      const ours = readOurs(line);
      const found = [
        ...differences('tmi.js', line, ours, readTmi(line)),
        ...differences('@twurple/chat', line, ours, readTwurple(line)),
      ];
      for (const difference of found) {
        const row = parserDifferences.findIndex(
          ({ parser, field, explains }) =>
            parser === difference.parser && field === difference.field && explains(difference),
        );
        if (row === -1) assert.fail(`no row explains ${JSON.stringify(difference)}`);
        needed.add(row);
      }
    };
    for (const { raw } of ircLines) compare(raw);
    for (let count = 0; count < GENERATED_LINES; count++) compare(maker.line());
    const idle = parserDifferences.filter((_, index) => !needed.has(index)).map(({ why }) => why);
    assert.deepEqual(idle, [], 'rows that explain nothing any more');
  });
});
