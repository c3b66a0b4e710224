import { globalEmotes } from '../../world/text';
import { type HandlerMap, list } from '../call';
import { channelIn } from '../lookup';

const TEMPLATE = 'https://static.example.test/emotes/{{id}}/{{format}}/{{theme_mode}}/{{scale}}';
const EMOTE_LOOKS = {
  format: ['static'],
  scale: ['1.0', '2.0', '3.0'],
  theme_mode: ['light', 'dark'],
} as const;
const GLOBAL_SET = '0';

const GLOBAL_BADGES = [
  ['broadcaster', 'Broadcaster'],
  ['moderator', 'Moderator'],
  ['vip', 'VIP'],
  ['premium', 'Prime Gaming'],
  ['bits', 'cheer 1'],
] as const;

const SUBSCRIBER_VERSIONS = [
  ['0', 'Subscriber'],
  ['3', '3-Month Subscriber'],
  ['6', '6-Month Subscriber'],
  ['12', '1-Year Subscriber'],
  ['24', '2-Year Subscriber'],
] as const;

/** Emotes and badges: enough for clients that show them. */
export const chatLooksHandlers = {
  'get-global-emotes': () => ({
    data: [...globalEmotes].map(([name, id]) => ({ id, name, images: imagesOf(id), ...EMOTE_LOOKS })),
    template: TEMPLATE,
  }),
  'get-channel-emotes': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    const id = `emotesv2_${channel.id}`;
    return {
      data: [
        {
          id,
          name: `${channel.owner.login.slice(0, 6)}Wave`,
          images: imagesOf(id),
          tier: '1000',
          emote_type: 'subscriptions',
          emote_set_id: channel.id,
          ...EMOTE_LOOKS,
        },
      ],
      template: TEMPLATE,
    };
  },
  'get-emote-sets': (call) => ({
    data: list(call.query.emote_set_id).includes(GLOBAL_SET)
      ? [...globalEmotes].map(([name, id]) => ({
          id,
          name,
          images: imagesOf(id),
          emote_type: 'globals',
          emote_set_id: GLOBAL_SET,
          owner_id: '0',
          ...EMOTE_LOOKS,
        }))
      : [],
    template: TEMPLATE,
  }),
  'get-user-emotes': () => ({
    data: [...globalEmotes].map(([name, id]) => ({
      id,
      name,
      emote_type: 'globals',
      emote_set_id: GLOBAL_SET,
      owner_id: '0',
      ...EMOTE_LOOKS,
    })),
    template: TEMPLATE,
    pagination: {},
  }),
  'get-global-chat-badges': () => ({
    data: GLOBAL_BADGES.map(([set, title]) => ({ set_id: set, versions: [badge(set, '1', title)] })),
  }),
  'get-channel-chat-badges': (call) => {
    channelIn(call.world, call.query.broadcaster_id);
    const versions = SUBSCRIBER_VERSIONS.map(([id, title]) => badge('subscriber', id, title));
    return { data: [{ set_id: 'subscriber', versions }] };
  },
} satisfies HandlerMap;

function imagesOf(id: string): { url_1x: string; url_2x: string; url_4x: string } {
  const url = (scale: string): string => `https://static.example.test/emotes/${id}/static/light/${scale}`;
  return { url_1x: url('1.0'), url_2x: url('2.0'), url_4x: url('3.0') };
}

function badge(set: string, id: string, title: string) {
  const url = (size: number): string => `https://static.example.test/badges/${set}/${id}/${size}`;
  return {
    id,
    image_url_1x: url(1),
    image_url_2x: url(2),
    image_url_4x: url(3),
    title,
    description: title,
    click_action: null,
    click_url: null,
  };
}
