import { rfc3339Nano } from '../clock';
import type { CharityState } from './broadcast-state';
import { announceNotice } from './chat-event';
import type { WorldCore } from './core';
import { refuse } from './refusal';
import { aboutChannel, broadcasterOf, named } from './shapes';
import type { ChannelState } from './state';

const DECIMAL_PLACES = 2;

/** Charity campaigns and what is given to them. */
export class Charities {
  readonly #core: WorldCore;

  constructor(core: WorldCore) {
    this.#core = core;
  }

  /** `target` in the smallest unit of the currency. */
  start(
    channelId: string,
    options: Pick<CharityState, 'name' | 'description' | 'currency' | 'target'>,
  ): CharityState {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const charity: CharityState = {
      id: core.uuid(),
      ...options,
      logo: 'https://static.example.test/charity-logo.png',
      website: 'https://charity.example.test',
      current: 0,
      donations: [],
    };
    channel.charity = charity;
    core.notify('channel.charity_campaign.start', aboutChannel(channel), {
      ...campaignEvent(channel, charity),
      started_at: rfc3339Nano(core.now()),
    });
    return charity;
  }

  /** `value` in the smallest unit of the currency. @throws WorldRefusal 400 when no campaign runs */
  donate(channelId: string, userId: string, value: number): void {
    const core = this.#core;
    const channel = core.channelOf(channelId);
    const user = core.userOf(userId);
    const charity = channel.charity ?? refuse('No charity campaign is running.');
    const donation = { id: core.uuid(), userId: user.id, value };
    charity.donations.unshift(donation);
    charity.current += value;
    core.notify('channel.charity_campaign.donate', aboutChannel(channel), {
      id: donation.id,
      campaign_id: charity.id,
      ...broadcasterOf(channel),
      ...named('user', user),
      charity_name: charity.name,
      charity_description: charity.description,
      charity_logo: charity.logo,
      charity_website: charity.website,
      amount: money(value, charity),
    });
    announceNotice(core, {
      channel,
      from: user,
      noticeId: 'charitydonation',
      type: 'charity_donation',
      params: {
        'charity-name': charity.name,
        'donation-amount': String(value),
        'donation-currency': charity.currency,
        exponent: String(DECIMAL_PLACES),
      },
      detail: {
        charity_name: charity.name,
        amount: { value, decimal_place: DECIMAL_PLACES, currency: charity.currency },
      },
      systemMessage: `${user.name}: Donated ${charity.currency} ${value / 10 ** DECIMAL_PLACES} to support ${charity.name}`,
    });
    core.notify('channel.charity_campaign.progress', aboutChannel(channel), campaignEvent(channel, charity));
  }

  stop(channelId: string): void {
    const channel = this.#core.channelOf(channelId);
    const { charity } = channel;
    if (!charity) return;
    channel.charity = null;
    this.#core.notify('channel.charity_campaign.stop', aboutChannel(channel), {
      ...campaignEvent(channel, charity),
      stopped_at: rfc3339Nano(this.#core.now()),
    });
  }
}

function money(value: number, { currency }: CharityState): Record<string, unknown> {
  return { value, decimal_places: DECIMAL_PLACES, currency };
}

/** Campaign events name the channel without `_user` (eventsub.json, notes). */
function campaignEvent(channel: ChannelState, charity: CharityState): Record<string, unknown> {
  return {
    id: charity.id,
    ...named('broadcaster', channel.owner),
    charity_name: charity.name,
    charity_description: charity.description,
    charity_logo: charity.logo,
    charity_website: charity.website,
    current_amount: money(charity.current, charity),
    target_amount: money(charity.target, charity),
  };
}
