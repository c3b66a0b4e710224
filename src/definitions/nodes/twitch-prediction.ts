import type { NodeDefinition } from '../definition';
import { anyNumber, anyText } from './fields';

export const twitchPrediction = {
  type: 'twitch-prediction',
  kind: 'action',
  version: 1,
  outputs: ['result'],
  operations: {
    open: {
      id: 'open',
      calls: ['create-prediction'],
      events: [],
      as: 'channel',
      fields: ['question', 'for', 'outcomes'],
    },
    openAndWait: {
      id: 'openAndWait',
      calls: ['create-prediction', 'get-predictions'],
      events: ['channel.prediction.end'],
      as: 'channel',
      fields: ['question', 'for', 'outcomes'],
    },
    lock: {
      id: 'lock',
      calls: ['get-predictions', 'end-prediction'],
      events: [],
      as: 'channel',
      fields: [],
    },
    resolve: {
      id: 'resolve',
      calls: ['get-predictions', 'end-prediction'],
      events: [],
      as: 'channel',
      fields: ['winner'],
    },
    cancel: {
      id: 'cancel',
      calls: ['get-predictions', 'end-prediction'],
      events: [],
      as: 'channel',
      fields: [],
    },
    lookUp: { id: 'lookUp', calls: ['get-predictions'], events: [], as: 'channel', fields: [] },
  },
  defaultOperation: 'open',
  saved: 'params',
  fields: [
    {
      name: 'question',
      control: 'text',
      typed: anyText,
      default: '',
      restsOn: 'prediction-line',
      limits: { endpoint: 'create-prediction', param: 'title' },
      placeholders: true,
    },
    { name: 'winner', control: 'text', typed: anyText, default: '', restsOn: 'winner', placeholders: true },
    {
      name: 'for',
      control: 'duration',
      typed: anyNumber,
      default: 120,
      limits: { endpoint: 'create-prediction', param: 'prediction_window' },
      unit: 'seconds',
    },
    {
      name: 'outcomes',
      control: 'lines',
      typed: anyText,
      default: '',
      restsOn: 'prediction-line',
      limits: { endpoint: 'create-prediction', param: 'outcomes' },
      itemLimits: { endpoint: 'create-prediction', param: 'outcomes.title' },
      placeholders: true,
    },
  ],
} as const satisfies NodeDefinition;
