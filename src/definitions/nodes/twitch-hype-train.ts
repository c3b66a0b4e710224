import type { NodeDefinition } from '../definition';
import { hears } from './fields';

export const twitchHypeTrain = {
  type: 'twitch-hype-train',
  kind: 'trigger',
  version: 1,
  outputs: ['start', 'level', 'end'],
  ...hears(
    ['channel.hype_train.begin', 'channel.hype_train.progress', 'channel.hype_train.end'],
    ['get-hype-train-status'],
  ),
  saved: 'params',
  fields: [
    { name: 'fromLevel', control: 'number', typed: [], default: 1, min: 1, max: 1000 },
    { name: 'progressToo', control: 'checkbox', typed: [], default: false },
  ],
} as const satisfies NodeDefinition;
