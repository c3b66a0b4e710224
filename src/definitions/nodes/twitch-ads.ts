import type { NodeDefinition } from '../definition';
import { hears } from './fields';

export const twitchAds = {
  type: 'twitch-ads',
  kind: 'trigger',
  version: 1,
  outputs: ['coming', 'start', 'end'],
  ...hears(['channel.ad_break.begin'], ['get-ad-schedule']),
  saved: 'params',
  fields: [
    {
      name: 'warnBefore',
      control: 'duration',
      typed: [],
      default: 60,
      min: 5,
      max: 3600,
      unit: 'seconds',
    },
    { name: 'automaticOnly', control: 'checkbox', typed: [], default: false },
  ],
} as const satisfies NodeDefinition;
