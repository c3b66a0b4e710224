/**
 * Which of several lines comes next.
 *
 * @param last the one before, -1 for none
 * @param random 0 to 1: a line picked at random is not picked twice in a row
 */
export function nextTurn(pick: 'random' | 'turn', last: number, count: number, random: number): number {
  if (pick === 'turn') return (last + 1) % count;
  if (count < 2 || last < 0 || last >= count) return Math.floor(random * count);
  const index = Math.floor(random * (count - 1));
  return index >= last ? index + 1 : index;
}
