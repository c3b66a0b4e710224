import { limit } from '../tables/limits';
import { isPlain } from './incoming';
import type { FlowMessage } from './message';
import { inputRefusal } from './refusal';
import { bringsChatLine, valueFor } from './rules';
import { lengthOf } from './words';

/** Reading what a title, a list of tags or a language is to become. */

/** @throws TwitchError TWITCH_INPUT_INVALID when there is none */
export function titleFrom(field: string | null, msg: FlowMessage): string {
  const title = valueFor(field, msg)?.trim();
  if (!title) throw nothing(msg, 'title', 'a title');
  return title;
}

/** What is meant by a category: its name or id. @throws TwitchError TWITCH_INPUT_INVALID when there is none */
export function categoryFrom(field: string | null, msg: FlowMessage): string {
  const category = valueFor(field, msg)?.trim();
  if (!category) throw nothing(msg, 'category', 'a category');
  return category;
}

/**
 * Tags out of lines, commas or a list; each once, whatever its case.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID when there is none, one is too long or holds a sign that Twitch refuses
 */
export function tagsFrom(lines: readonly string[] | null, msg: FlowMessage): readonly string[] {
  const payload = msg['payload'];
  const given =
    lines ??
    (Array.isArray(payload) && !hasCommand(msg)
      ? payload.filter((item): item is string => typeof item === 'string')
      : [valueFor(null, msg) ?? '']);
  const tags = new Map<string, string>();
  for (const tag of given.flatMap((line) => line.split(/[\s,;]+/))) {
    const bare = tag.replace(/^#/, '');
    if (bare === '') continue;
    assertTag(bare);
    if (!tags.has(bare.toLowerCase())) tags.set(bare.toLowerCase(), bare);
  }
  if (tags.size === 0) throw nothing(msg, 'tags', 'a tag');
  return [...tags.values()];
}

function hasCommand(msg: FlowMessage): boolean {
  const { twitch } = msg;
  return isPlain(twitch) && isPlain(twitch['command']);
}

function assertTag(tag: string): void {
  const longest = limit('channel.tag').value;
  if (lengthOf(tag) > longest) {
    throw inputRefusal(
      `A tag has at most ${longest} characters.`,
      `The tag "${tag}" has ${lengthOf(tag)} characters, at most ${longest} are allowed.`,
      { parameter: 'tags' },
    );
  }
  if (!/^[\p{L}\p{M}\p{N}]+$/u.test(tag)) {
    throw inputRefusal(
      'A tag holds letters and digits only.',
      `The tag "${tag}" holds a sign that Twitch refuses: only letters and digits are allowed.`,
      { parameter: 'tags' },
    );
  }
}

/** @throws TwitchError TWITCH_INPUT_INVALID when more are wanted than Twitch takes */
export function assertTagCount(tags: readonly string[]): void {
  const most = limit('channel.tags').value;
  if (tags.length <= most) return;
  throw inputRefusal(
    `A channel has at most ${most} tags.`,
    `That would be ${tags.length} tags, at most ${most} are allowed. Remove some first.`,
    { parameter: 'tags' },
  );
}

/** What stands for a language without two letters of its own: American Sign Language, and anything else. */
const otherLanguages = ['asl', 'other', 'zh-hk'];

/**
 * The code of a language by code or name, as it is called in English or in itself: `de`, `German`, `Deutsch`.
 *
 * @throws TwitchError TWITCH_INPUT_INVALID when there is none, or nobody knows such a language
 */
export function languageFrom(field: string | null, msg: FlowMessage): string {
  const wanted = valueFor(field, msg)?.trim().toLowerCase();
  if (!wanted) throw nothing(msg, 'language', 'a language');
  if (otherLanguages.includes(wanted)) return wanted;
  const code = languageNamed(wanted);
  if (code !== undefined) return code;
  throw inputRefusal(
    'There is no such language.',
    `There is no language "${wanted}". Write its name or its two letters, such as "de" or "German".`,
    { parameter: 'language' },
  );
}

function languageNamed(wanted: string): string | undefined {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
  const english = new Intl.DisplayNames(['en'], { type: 'language' });
  const codes = letters
    .flatMap((first) => letters.map((second) => first + second))
    // Of a code that is none, the name is the code itself.
    .filter((code) => english.of(code) !== code);
  return (
    codes.find((code) => code === wanted || english.of(code)?.toLowerCase() === wanted) ??
    codes.find((code) => ownName(code)?.toLowerCase() === wanted)
  );
}

/** What a language is called in itself. */
function ownName(code: string): string | undefined {
  return new Intl.DisplayNames([code], { type: 'language' }).of(code);
}

function nothing(msg: FlowMessage, parameter: string, what: string): Error {
  return inputRefusal(
    `Name ${what}.`,
    bringsChatLine(msg)
      ? `There is nothing to set: the field is empty, and a viewer's words are never taken unasked. Wire this node behind a command, or fill in {text} if you mean what anybody writes.`
      : `There is nothing to set: the field is empty, and the message brings no words. Fill in ${what}, or wire this node behind a command.`,
    { parameter },
  );
}
