import { TwitchError } from '../core/errors';
import type { EndpointBody } from '../tables/endpoints';
import { choiceParam, linesParam, textParam } from './action-params';
import type { Action, ActionContext, ActionParams } from './context';
import type { ChannelRef } from './message';
import { inputRefusal, refusal } from './refusal';
import { act, callAs, unknownOperation, type Deed, type Outcome, type Run } from './run';
import { readStreamInfo, streamSentence } from './stream-info';
import { assertTagCount, categoryFrom, languageFrom, tagsFrom, titleFrom } from './stream-value';
import { spaced } from './words';

const change = { as: 'channel', calls: ['modify-channel-information'], writes: true } as const;

const deeds = {
  lookUp: { operation: 'lookUp', as: null, calls: [], writes: false },
  title: { operation: 'title', ...change },
  category: { operation: 'category', ...change },
  tags: { operation: 'tags', ...change },
  language: { operation: 'language', ...change },
  label: { operation: 'label', ...change },
} as const satisfies Record<string, Deed>;

type Settings = EndpointBody<'modify-channel-information'>;

/** What a change is made of: what to send, what to tell. */
interface Change {
  readonly settings: Settings;
  readonly now: string | readonly string[] | boolean;
  readonly before: string | readonly string[] | boolean | null;
  readonly summary: string;
}

type MakeChange = (run: Run, params: ActionParams, channel: ChannelRef) => Promise<Change>;

const changes: Readonly<Record<string, readonly [Deed, MakeChange]>> = {
  title: [deeds.title, changeTitle],
  category: [deeds.category, changeCategory],
  tags: [deeds.tags, changeTags],
  language: [deeds.language, changeLanguage],
  label: [deeds.label, changeLabel],
};

/** The node twitch-stream-info. */
export function createStreamInfoAction(): Action {
  return {
    run(msg, operation, params, context) {
      if (operation === 'lookUp') return act(msg, deeds.lookUp, context, (run) => lookUp(run, params));
      const found = Object.hasOwn(changes, operation) ? changes[operation] : undefined;
      if (found === undefined) return Promise.reject(unknownOperation(operation));
      const [deed, make] = found;
      return act(msg, deed, context, (run) => apply(run, params, make));
    },
  };
}

async function lookUp(run: Run, params: ActionParams): Promise<Outcome> {
  const channel = await run.channel(textParam(params, 'channel'));
  const payload = await readStreamInfo(run.context, channel);
  return { payload, summary: streamSentence(payload), topic: 'stream' };
}

async function apply(run: Run, params: ActionParams, make: MakeChange): Promise<Outcome> {
  const { context, deed } = run;
  const channel = await run.ownChannel('Changes of the stream');
  const { settings, now, before, summary } = await make(run, params, channel);
  const call = { query: { broadcaster_id: channel.id }, body: settings };
  try {
    await context.helix.call('modify-channel-information', call, callAs(run.actor(), context));
  } catch (error) {
    throw explained(error, deed);
  }
  return {
    payload: { channel: channel.name, [deed.operation]: now, before },
    summary,
    topic: `stream.${deed.operation}`,
  };
}

/** Twitch's own rules, such as for the length of a title, change without notice: what it refuses is told in chat as well. */
function explained(error: unknown, { operation }: Deed): unknown {
  if (!(error instanceof TwitchError) || error.cause['status'] !== 400) return error;
  const sentence = `Twitch does not take this ${operation === 'tags' ? 'list of tags' : operation}.`;
  return refusal(error.code, sentence, `${sentence} It says: ${error.message}`, { ...error.cause });
}

async function changeTitle(run: Run, params: ActionParams, channel: ChannelRef): Promise<Change> {
  const title = titleFrom(textParam(params, 'title'), run.msg);
  const before = await readStreamInfo(run.context, channel);
  return { settings: { title }, now: title, before: before.title, summary: 'The title was changed.' };
}

/** Clears the category at Twitch. */
const NO_CATEGORY = '0';

async function changeCategory(run: Run, params: ActionParams, channel: ChannelRef): Promise<Change> {
  const wanted = categoryFrom(textParam(params, 'category'), run.msg);
  const category =
    wanted.toLowerCase() === 'none'
      ? { id: NO_CATEGORY, name: 'none' }
      : await findCategory(run.context, wanted);
  const before = await readStreamInfo(run.context, channel);
  return {
    settings: { game_id: category.id },
    now: category.name,
    before: before.category,
    summary:
      category.id === NO_CATEGORY ? 'The category was cleared.' : `The category is now ${category.name}.`,
  };
}

/** The category of this name or id, else the one whose name comes nearest. */
async function findCategory(
  context: ActionContext,
  wanted: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const { signal } = context;
  const [exact] = (await context.helix.call('get-games', { query: { name: wanted } }, { signal })).data;
  if (exact !== undefined) return exact;
  const { data } = await context.helix.call(
    'search-categories',
    { query: { query: wanted, first: 100 } },
    { signal },
  );
  const word = wanted.toLowerCase();
  const nearest =
    data.find(({ name }) => name.toLowerCase() === word) ??
    data.find(({ name }) => name.toLowerCase().startsWith(word)) ??
    data[0];
  if (nearest !== undefined) return nearest;
  if (/^\d+$/.test(wanted)) {
    const [byId] = (await context.helix.call('get-games', { query: { id: wanted } }, { signal })).data;
    if (byId !== undefined) return byId;
  }
  throw inputRefusal(
    'There is no such category.',
    `Twitch has no category that is called "${wanted}". Check the spelling, or write "none" to clear it.`,
    { parameter: 'category' },
  );
}

async function changeTags(run: Run, params: ActionParams, channel: ChannelRef): Promise<Change> {
  const how = choiceParam(params, 'how', ['set', 'add', 'remove']);
  const given = tagsFrom(linesParam(params, 'tags'), run.msg);
  const { tags: before } = await readStreamInfo(run.context, channel);
  const named = new Set(given.map((tag) => tag.toLowerCase()));
  const others = before.filter((tag) => !named.has(tag.toLowerCase()));
  const tags = how === 'set' ? given : how === 'remove' ? others : [...others, ...given];
  assertTagCount(tags);
  return { settings: { tags }, now: tags, before, summary: 'The tags were changed.' };
}

async function changeLanguage(run: Run, params: ActionParams, channel: ChannelRef): Promise<Change> {
  const language = languageFrom(textParam(params, 'language'), run.msg);
  const before = await readStreamInfo(run.context, channel);
  return {
    settings: { broadcaster_language: language },
    now: language,
    before: before.language,
    summary: `The language of the stream is now "${language}".`,
  };
}

const contentLabels = [
  'DebatedSocialIssuesAndPolitics',
  'DrugsIntoxication',
  'SexualThemes',
  'ViolentGraphic',
  'Gambling',
  'ProfanityVulgarity',
] as const satisfies readonly NonNullable<Settings['content_classification_labels']>[number]['id'][];

async function changeLabel(run: Run, params: ActionParams, channel: ChannelRef): Promise<Change> {
  const wanted = textParam(params, 'label');
  const id = contentLabels.find((known) => known === wanted);
  if (id === undefined) {
    throw inputRefusal(
      'There is no such label.',
      `Twitch has no content label "${wanted ?? ''}". Choose one in the node.`,
      { parameter: 'label' },
    );
  }
  const on = choiceParam(params, 'switch', ['on', 'off']) === 'on';
  const { labels } = await readStreamInfo(run.context, channel);
  const name = spaced(id.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')).toLowerCase();
  return {
    settings: { content_classification_labels: [{ id, is_enabled: on }] },
    now: on,
    before: labels.includes(id),
    summary: `The label "${name}" is ${on ? 'on' : 'off'}.`,
  };
}
