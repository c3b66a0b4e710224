import { helixStateReader, helixSubscriptionApi } from '../eventsub/api';
import { planConduit } from '../eventsub/conduit/conduit-options';
import type { EventSubOptions } from '../eventsub/eventsub-options';
import type { HelixClient } from '../helix/helix-client';
import type { ClientEventSubOptions } from './options';

type Parts = Omit<EventSubOptions, 'url' | 'tokens' | 'clock' | 'random'>;

/**
 * What events need of Helix: subscriptions by sign-ins of users, or by the application on a conduit.
 *
 * @throws {TwitchInputError} for a conduit that cannot be
 */
export function eventSubParts(options: ClientEventSubOptions = {}, helix: HelixClient): Parts {
  const { conduit, recover, ...rest } = options;
  const findId = (login: string): Promise<string> => helix.users.id(login);
  if (!conduit) {
    const readerFor = recover === false ? undefined : helixStateReader(helix);
    return { ...rest, findId, api: helixSubscriptionApi(helix), readerFor };
  }
  // Loaded here: few programs use conduits.
  const { conduitSubscriptionApi, helixConduitApi } =
    require('../eventsub/conduit/conduit-api') as typeof import('../eventsub/conduit/conduit-api');
  return {
    ...rest,
    findId,
    api: conduitSubscriptionApi(helix, planConduit(conduit).holdsAll),
    conduit: { ...conduit, api: helixConduitApi(helix) },
    // Thousands of channels, each of which loses a share only: asking for all of them would take longer than the gap.
    readerFor: recover === true ? helixStateReader(helix) : undefined,
  };
}
