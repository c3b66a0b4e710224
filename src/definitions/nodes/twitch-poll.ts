import type { NodeDefinition } from '../definition';
import { anyNumber, anyText } from './fields';

export const twitchPoll = {
  type: 'twitch-poll',
  kind: 'action',
  version: 1,
  outputs: ['result'],
  operations: {
    run: {
      id: 'run',
      calls: ['create-poll', 'get-polls'],
      events: ['channel.poll.end'],
      as: 'channel',
      fields: ['question', 'for', 'choices', 'pointsPerVote'],
    },
    open: {
      id: 'open',
      calls: ['create-poll'],
      events: [],
      as: 'channel',
      fields: ['question', 'for', 'choices', 'pointsPerVote'],
    },
    end: { id: 'end', calls: ['get-polls', 'end-poll'], events: [], as: 'channel', fields: ['afterwards'] },
    lookUp: { id: 'lookUp', calls: ['get-polls'], events: [], as: 'channel', fields: [] },
  },
  defaultOperation: 'run',
  saved: 'params',
  fields: [
    {
      name: 'question',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'poll-line',
      limits: { endpoint: 'create-poll', param: 'title' },
      choicesIn: 'choices',
      placeholders: true,
    },
    {
      name: 'for',
      control: 'duration',
      typed: anyNumber,
      default: 60,
      limits: { endpoint: 'create-poll', param: 'duration' },
      unit: 'seconds',
    },
    {
      name: 'choices',
      control: 'lines',
      typed: anyText,
      default: '',
      restsOn: 'poll-line',
      limits: { endpoint: 'create-poll', param: 'choices' },
      itemLimits: { endpoint: 'create-poll', param: 'choices.title' },
      placeholders: true,
    },
    {
      name: 'pointsPerVote',
      control: 'number',
      typed: anyNumber,
      default: '',
      limits: { endpoint: 'create-poll', param: 'channel_points_per_vote' },
      unit: 'points',
      folded: true,
    },
    { name: 'afterwards', control: 'select', typed: [], default: 'visible', options: ['visible', 'hidden'] },
  ],
} as const satisfies NodeDefinition;
