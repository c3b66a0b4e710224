import type { EndpointBody } from '../tables/endpoints';
import { choiceParam, numberParam, textParam } from './action-params';
import type { ActionParams } from './context';
import { EventReader } from './event-reader';
import type { Json } from './message';
import { inputRefusal } from './refusal';

/** What a reward is made of, out of the fields of the node. Blank fields are left out, so that they stay as they are. */

type Settings = EndpointBody<'update-custom-reward'>;

/** What can be changed about a reward; 0 switches a limit off. */
export function rewardSettings(params: ActionParams): Settings {
  const cost = whole(params, 'cost', 1);
  const prompt = textParam(params, 'prompt');
  const color = colorOf(textParam(params, 'color'));
  const input = choiceParam(params, 'input', ['asIs', 'yes', 'no']);
  const perStream = whole(params, 'perStream', 0);
  const perUser = whole(params, 'perUser', 0);
  const cooldown = whole(params, 'cooldown', 0);
  const queue = choiceParam(params, 'queue', ['asIs', 'ask', 'skip']);
  return {
    ...(cost === null ? {} : { cost }),
    ...(prompt === null ? {} : { prompt }),
    ...(color === null ? {} : { background_color: color }),
    ...(input === 'asIs' ? {} : { is_user_input_required: input === 'yes' }),
    ...(perStream === null
      ? {}
      : perStream === 0
        ? { is_max_per_stream_enabled: false }
        : { is_max_per_stream_enabled: true, max_per_stream: perStream }),
    ...(perUser === null
      ? {}
      : perUser === 0
        ? { is_max_per_user_per_stream_enabled: false }
        : { is_max_per_user_per_stream_enabled: true, max_per_user_per_stream: perUser }),
    ...(cooldown === null
      ? {}
      : cooldown === 0
        ? { is_global_cooldown_enabled: false }
        : { is_global_cooldown_enabled: true, global_cooldown_seconds: cooldown }),
    ...(queue === 'asIs' ? {} : { should_redemptions_skip_request_queue: queue === 'skip' }),
  };
}

function whole(params: ActionParams, name: string, least: number): number | null {
  const value = numberParam(params, name);
  if (value === null || (Number.isInteger(value) && value >= least)) return value;
  throw inputRefusal(
    'That is no such number.',
    `The field "${name}" is ${value}: it wants a whole number from ${least} on.`,
    {
      parameter: name,
    },
  );
}

function colorOf(text: string | null): string | null {
  if (text === null) return null;
  const digits = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  if (digits !== undefined) return `#${digits.toUpperCase()}`;
  throw inputRefusal('That is no color.', `"${text}" is no color: write six digits such as #9147FF.`, {
    parameter: 'color',
  });
}

/** A reward as a payload tells it. */
export interface RewardPayload {
  readonly [name: string]: Json;
  readonly id: string;
  readonly title: string;
  readonly cost: number;
  readonly prompt: string;
  /** Viewers type something. */
  readonly input: boolean;
  readonly color: string | null;
  /** It can be seen. */
  readonly shown: boolean;
  readonly paused: boolean;
  /** It can be redeemed now. */
  readonly inStock: boolean;
  /** How often it was redeemed in this stream; null where Twitch does not count. */
  readonly redeemed: number | null;
  /** null: no limit. */
  readonly perStream: number | null;
  readonly perUser: number | null;
  /** Seconds. */
  readonly cooldown: number | null;
}

export function rewardPayload(raw: unknown): RewardPayload {
  const reward = new EventReader(raw);
  const limited = (path: string, value: string): number | null =>
    reward.flag(`${path}.is_enabled`) ? reward.number(`${path}.${value}`) : null;
  return {
    id: reward.text('id') ?? '',
    title: reward.text('title') ?? '',
    cost: reward.number('cost') ?? 0,
    prompt: reward.text('prompt') ?? '',
    input: reward.flag('is_user_input_required'),
    color: reward.text('background_color'),
    shown: reward.flag('is_enabled'),
    paused: reward.flag('is_paused'),
    inStock: reward.flag('is_in_stock'),
    redeemed: reward.number('redemptions_redeemed_current_stream'),
    perStream: limited('max_per_stream_setting', 'max_per_stream'),
    perUser: limited('max_per_user_per_stream_setting', 'max_per_user_per_stream'),
    cooldown: limited('global_cooldown_setting', 'global_cooldown_seconds'),
  };
}
