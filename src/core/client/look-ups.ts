import type { EndpointItem, EndpointQuery } from '../../tables/endpoints';
import type { CallOptions, HelixClient, PageOptions } from '../helix/helix-client';
import type { Pages } from '../helix/pages';
import { removed, type ActOptions, type ListOptions, type UserRef } from '../user/user-handle';

/** What can be asked about Twitch as a whole, and the few actions that are about no channel in particular. */
export class LookUps {
  readonly #helix: HelixClient;

  constructor(helix: HelixClient) {
    this.#helix = helix;
  }

  /** One user by id or login; null when Twitch knows nobody of that name. */
  async fetchUser(user: UserRef, options: ActOptions = {}): Promise<EndpointItem<'get-users'> | null> {
    const name = nameOf(user);
    const query = /^\d+$/.test(name) ? { id: [name] } : { login: [name.replace(/^@/, '').toLowerCase()] };
    const { data } = await this.#helix.call('get-users', { query }, callOptions(options));
    return data[0] ?? null;
  }

  /** Users by logins and ids, any number of them; unknown ones are left out. */
  async fetchUsers(
    users: { readonly names?: readonly string[]; readonly ids?: readonly string[] },
    options: ActOptions = {},
  ): Promise<readonly EndpointItem<'get-users'>[]> {
    const query = { login: users.names, id: users.ids };
    return (await this.#helix.call('get-users', { query }, callOptions(options))).data;
  }

  /** Title, category, tags and labels of channels. */
  async fetchChannelInfo(
    broadcasters: readonly UserRef[],
    options: ActOptions = {},
  ): Promise<readonly EndpointItem<'get-channel-information'>[]> {
    const query = { broadcaster_id: await this.#idsOf(broadcasters) };
    return (await this.#helix.call('get-channel-information', { query }, callOptions(options))).data;
  }

  /** Colours of names in chat; empty for people who never chose one. */
  async fetchChatterColors(
    users: readonly UserRef[],
    options: ActOptions = {},
  ): Promise<readonly EndpointItem<'get-user-chat-color'>[]> {
    const query = { user_id: await this.#idsOf(users) };
    return (await this.#helix.call('get-user-chat-color', { query }, callOptions(options))).data;
  }

  /** Cheermotes, with those of a channel if one is given. */
  async fetchCheermotes(
    filter: { readonly broadcaster?: UserRef } = {},
    options: ActOptions = {},
  ): Promise<readonly EndpointItem<'get-cheermotes'>[]> {
    const [broadcaster_id] = filter.broadcaster ? await this.#idsOf([filter.broadcaster]) : [];
    return (await this.#helix.call('get-cheermotes', { query: { broadcaster_id } }, callOptions(options)))
      .data;
  }

  /** Clips by id, or of a category. Those of a channel: `user(…).fetchClips()`. */
  fetchClips(
    filter: { readonly ids: readonly string[] } | { readonly game_id: string },
    options: ListOptions = {},
  ): Pages<EndpointItem<'get-clips'>> {
    const query = 'ids' in filter ? { id: filter.ids } : { game_id: filter.game_id };
    return this.#helix.pages('get-clips', { query }, listOptions(options));
  }

  /** Labels for content, named in a language (`en-US` where none is given). */
  async fetchContentClassificationLabels(
    locale?: EndpointQuery<'get-content-classification-labels'>['locale'],
    options: ActOptions = {},
  ): Promise<readonly EndpointItem<'get-content-classification-labels'>[]> {
    const query = { locale };
    return (await this.#helix.call('get-content-classification-labels', { query }, callOptions(options)))
      .data;
  }

  /** Categories by id, exact name or IGDB id; at least one. */
  async fetchGames(
    games: {
      readonly ids?: readonly string[];
      readonly names?: readonly string[];
      readonly igdb_ids?: readonly string[];
    },
    options: ActOptions = {},
  ): Promise<readonly EndpointItem<'get-games'>[]> {
    const query = { id: games.ids, name: games.names, igdb_id: games.igdb_ids };
    return (await this.#helix.call('get-games', { query }, callOptions(options))).data;
  }

  /** Badges that all channels share. */
  async fetchGlobalChatBadges(
    options: ActOptions = {},
  ): Promise<readonly EndpointItem<'get-global-chat-badges'>[]> {
    return (await this.#helix.call('get-global-chat-badges', {}, callOptions(options))).data;
  }

  /** Emotes that everybody can use. */
  async fetchGlobalEmotes(options: ActOptions = {}): Promise<readonly EndpointItem<'get-global-emotes'>[]> {
    return (await this.#helix.call('get-global-emotes', {}, callOptions(options))).data;
  }

  /** Live streams by user, category or language, most viewers first. */
  fetchStreams(
    filter: {
      readonly user_ids?: readonly string[];
      readonly user_logins?: readonly string[];
      readonly game_ids?: readonly string[];
      readonly languages?: readonly string[];
      readonly type?: 'all' | 'live';
    } = {},
    options: ListOptions = {},
  ): Pages<EndpointItem<'get-streams'>> {
    const query = {
      user_id: filter.user_ids,
      user_login: filter.user_logins,
      game_id: filter.game_ids,
      language: filter.languages,
      type: filter.type,
    };
    return this.#helix.pages('get-streams', { query }, listOptions(options));
  }

  /** Removed by Twitch in 2023. Always rejects with TWITCH_GONE. */
  fetchTags(): Promise<never> {
    return Promise.reject(
      removed('The catalogue of stream tags', 'the tags of fetchChannelInfo and fetchStreams'),
    );
  }

  /** A team by name or id; null when there is none. */
  async fetchTeam(
    team: { readonly team_name: string } | { readonly team_id: string },
    options: ActOptions = {},
  ): Promise<EndpointItem<'get-teams'> | null> {
    const query = 'team_name' in team ? { name: team.team_name } : { id: team.team_id };
    const { data } = await this.#helix.call('get-teams', { query }, callOptions(options));
    return data[0] ?? null;
  }

  /** Categories, most viewers first. */
  fetchTopGames(options: ListOptions = {}): Pages<EndpointItem<'get-top-games'>> {
    return this.#helix.pages('get-top-games', {}, listOptions(options));
  }

  /** Videos by id, or of a category (500 at most). Those of a channel: `user(…).fetchVideos()`. */
  fetchVideos(
    filter:
      | { readonly ids: readonly string[] }
      | ({ readonly game_id: string } & Pick<
          EndpointQuery<'get-videos'>,
          'period' | 'sort' | 'type' | 'language'
        >),
    options: ListOptions = {},
  ): Pages<EndpointItem<'get-videos'>> {
    const query = 'ids' in filter ? { id: filter.ids } : filter;
    return this.#helix.pages('get-videos', { query }, listOptions(options));
  }

  searchCategories(query: string, options: ListOptions = {}): Pages<EndpointItem<'search-categories'>> {
    return this.#helix.pages('search-categories', { query: { query } }, listOptions(options));
  }

  /** Channels by name, live or not. */
  searchChannels(
    query: string,
    filter: { readonly live_only?: boolean } = {},
    options: ListOptions = {},
  ): Pages<EndpointItem<'search-channels'>> {
    const { live_only } = filter;
    return this.#helix.pages('search-channels', { query: { query, live_only } }, listOptions(options));
  }

  /** Sets the colour of somebody's name in chat: one of 15 names, or `#RRGGBB` with Turbo or Prime. */
  async updateChatterColor(
    user: UserRef,
    color: EndpointQuery<'update-user-chat-color'>['color'],
    options: ActOptions = {},
  ): Promise<void> {
    const [user_id = ''] = await this.#idsOf([user]);
    await this.#helix.call('update-user-chat-color', { query: { user_id, color } }, callOptions(options));
  }

  /** Deletes videos of whoever acts; returns the ids of those deleted. Five go together, all or none of them. */
  async deleteVideos(ids: readonly string[], options: ActOptions = {}): Promise<readonly string[]> {
    return (await this.#helix.call('delete-videos', { query: { id: ids } }, callOptions(options))).data;
  }

  async #idsOf(users: readonly UserRef[]): Promise<readonly string[]> {
    return await Promise.all(
      users.map(async (user) =>
        typeof user === 'string' || user.id === null ? await this.#helix.users.id(nameOf(user)) : user.id,
      ),
    );
  }
}

/** The id where it is known, else the login, marked as one: a login may consist of digits. */
function nameOf(user: UserRef): string {
  if (typeof user === 'string') return user.trim();
  return user.id ?? `@${user.name ?? ''}`;
}

function callOptions({ as, token, signal }: ActOptions): CallOptions {
  return { user: as && (typeof as === 'string' ? as : (as.id ?? as.name ?? undefined)), token, signal };
}

function listOptions({ cap, ...options }: ListOptions): PageOptions {
  return { ...callOptions(options), cap };
}
