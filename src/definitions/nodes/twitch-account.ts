import type { NodeDefinition } from '../definition';

/** The account is saved as plain properties; sign-ins are in the grant store, the client secret in the credentials. */
export const twitchAccount = {
  type: 'twitch-account',
  kind: 'config',
  version: 1,
  outputs: [],
  operations: {},
  defaultOperation: null,
  saved: 'plain',
  fields: [
    {
      name: 'use',
      control: 'select',
      typed: [],
      default: 'practice',
      options: ['practice', 'channel', 'read'],
    },
    {
      name: 'channel',
      control: 'text',
      typed: [],
      default: '',
      required: true,
      maxLength: 25,
      showWhen: { field: 'use', in: ['read'] },
    },
    {
      name: 'clientId',
      control: 'text',
      typed: [],
      default: '',
      folded: true,
      showWhen: { field: 'use', in: ['channel'] },
    },
    { name: 'moreChannels', control: 'lines', typed: [], default: '', folded: true },
    {
      name: 'server',
      control: 'select',
      typed: [],
      default: 'twitch',
      options: ['twitch', 'custom'],
      folded: true,
      showWhen: { field: 'use', in: ['channel', 'read'] },
    },
    ...(['idUrl', 'helixUrl', 'ircUrl', 'eventSubUrl'] as const).map(
      (name) =>
        ({
          name,
          control: 'text',
          typed: [],
          default: '',
          required: true,
          folded: true,
          showWhen: { field: 'server', in: ['custom'] },
        }) as const,
    ),
    {
      name: 'limits',
      control: 'select',
      typed: [],
      default: 'normal',
      options: ['normal', 'verified'],
      folded: true,
    },
    {
      name: 'sendVia',
      control: 'select',
      typed: [],
      default: 'helix',
      options: ['helix', 'irc'],
      folded: true,
    },
    { name: 'testsMayAct', control: 'checkbox', typed: [], default: false, folded: true },
    {
      name: 'knownBots',
      control: 'lines',
      typed: [],
      default:
        'nightbot\nstreamelements\nstreamlabs\nfossabot\nmoobot\nwizebot\nsery_bot\nsoundalerts\npokemoncommunitygame',
      folded: true,
    },
    { name: 'forNewNodes', control: 'checkbox', typed: [], default: false, folded: true },
  ],
} as const satisfies NodeDefinition;
