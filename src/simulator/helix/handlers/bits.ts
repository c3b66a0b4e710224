import type { EndpointItem } from '../../../tables/endpoints';
import { rfc3339 } from '../../clock';
import { WorldRefusal } from '../../world/refusal';
import { rewardImages } from '../../world/rewards';
import { type HandlerMap, list } from '../call';
import { channelIn, userIn } from '../lookup';
import { paged } from '../paging';
import { broadcasterFields, userFields } from '../shapes';

const LEADERS = 10;
const BACKGROUND = '#2F6F4E';

/** Colours of Cheermotes by the number of bits. */
const CHEER_TIERS = [
  { min: 1, color: '#979797' },
  { min: 100, color: '#9C3EE8' },
  { min: 1000, color: '#1DB2A5' },
  { min: 5000, color: '#0099FE' },
  { min: 10_000, color: '#F43021' },
] as const;

/** Bits: who gave how many, Cheermotes, the streamer's own Power-ups. */
export const bitsHandlers = {
  'get-bits-leaderboard': (call) => {
    const channel = channelIn(call.world, call.actorId);
    const ranked = [...channel.bitsTotals]
      .toSorted(([, a], [, b]) => b - a)
      .map(([id, score], index) => ({ ...userFields(userIn(call.world, id)), rank: index + 1, score }));
    const { user_id: only, count, started_at: startedAt } = call.query;
    const data = ranked.filter((each) => each.user_id === (only ?? each.user_id)).slice(0, count ?? LEADERS);
    const endedAt = startedAt === undefined ? '' : rfc3339(call.clock.now());
    return { data, date_range: { started_at: startedAt ?? '', ended_at: endedAt }, total: data.length };
  },
  'get-cheermotes': (call) => ({
    data: [
      {
        prefix: 'Cheer',
        tiers: CHEER_TIERS.map(({ min, color }) => ({
          min_bits: min,
          id: String(min),
          color,
          images: { light: looks('light', min), dark: looks('dark', min) },
          can_cheer: true,
          show_in_bits_card: true,
        })),
        type: 'global_first_party',
        order: 1,
        last_updated: rfc3339(call.world.cast.broadcaster.createdAt),
        is_charitable: false,
      },
    ],
  }),
  'get-custom-power-up': (call) => {
    const channel = channelIn(call.world, call.query.broadcaster_id);
    if (channel.broadcasterType === '') {
      throw new WorldRefusal(403, 'The broadcaster must be a Twitch affiliate or partner.');
    }
    const ids = list(call.query.id);
    const found = channel.powerUps.filter(({ id }) => ids.length === 0 || ids.includes(id));
    if (ids.length > 0 && found.length === 0) throw new WorldRefusal(404, 'The Power-ups were not found.');
    return {
      data: found.map(({ id, title, prompt, bits, isInputRequired }) => ({
        ...broadcasterFields(channel),
        id,
        title,
        prompt,
        bits,
        image: null,
        default_image: rewardImages,
        background_color: BACKGROUND,
        is_enabled: true,
        is_user_input_required: isInputRequired,
        max_per_stream_setting: { is_enabled: false, max_per_stream: 0 },
        max_per_user_per_stream_setting: { is_enabled: false, max_per_user_per_stream: 0 },
        global_cooldown_setting: { is_enabled: false, global_cooldown_seconds: 0 },
        is_paused: false,
        is_in_stock: true,
        redemptions_redeemed_current_stream: null,
        cooldown_expires_at: null,
      })),
    };
  },
  'get-extension-transactions': (call) => {
    const { extension_id: extensionId } = call.query;
    if (extensionId !== call.clientId) {
      throw new WorldRefusal(401, 'The ID in extension_id must match the client ID of the request.');
    }
    const ids = list(call.query.id);
    const sales = call.world.extensionSales
      .of(extensionId)
      .filter(({ id }) => ids.length === 0 || ids.includes(id));
    if (ids.length > 0 && sales.length === 0) throw new WorldRefusal(404, 'The transactions were not found.');
    const page = paged(call, sales);
    return {
      data: page.items.map(({ id, at, channel, user, product }) => ({
        id,
        timestamp: rfc3339(at),
        ...broadcasterFields(channel),
        ...userFields(user),
        product_type: 'BITS_IN_EXTENSION',
        product_data: {
          sku: product.sku,
          domain: `twitch.ext.${extensionId}`,
          cost: { amount: product.bits, type: 'bits' },
          inDevelopment: false,
          displayName: product.name,
          expiration: '',
          broadcast: false,
        },
      })),
      pagination: page.pagination,
    };
  },
} satisfies HandlerMap;

type Looks = EndpointItem<'get-cheermotes'>['tiers'][number]['images']['light'];

function looks(theme: string, bits: number): Looks {
  const sizes = (format: string): Looks['static'] => {
    const url = (size: string): string =>
      `https://static.example.test/cheer/${theme}/${format}/${bits}/${size}.gif`;
    return { '1': url('1'), '2': url('2'), '3': url('3'), '4': url('4'), '1.5': url('1.5') };
  };
  return { animated: sizes('animated'), static: sizes('static') };
}
