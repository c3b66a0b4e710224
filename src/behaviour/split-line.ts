/** The parts of `Best snack? | Chips | Fruit`, blank ones left out. The editor reads lines with it, too. */
export function splitLine(line: string): readonly string[] {
  return line
    .split(/[|｜\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
