/*
 * Runs twurple against the simulator in a process of its own, since twurple reads the port of a mock server from the
 * environment when it is loaded. Told what to do by IPC messages, answers with what happened.
 */

/** How twurple signs in. */
export interface TwurpleAccount {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
  readonly scopes: readonly string[];
}

export type TwurpleTask =
  | { readonly do: 'sign-in'; readonly account: TwurpleAccount }
  | { readonly do: 'get-user'; readonly login: string }
  | { readonly do: 'listen'; readonly userId: string }
  | { readonly do: 'create-poll'; readonly userId: string }
  | { readonly do: 'end-poll'; readonly userId: string; readonly pollId: string }
  | { readonly do: 'chat'; readonly channel: string }
  | { readonly do: 'say'; readonly channel: string; readonly text: string }
  | { readonly do: 'overhear'; readonly channel: string; readonly port: number }
  | { readonly do: 'stop' };

export interface TwurpleNews {
  readonly what: string;
  readonly data: unknown;
}

function tell(what: string, data: unknown): void {
  const news: TwurpleNews = { what, data };
  if (process.connected) process.send?.(news);
}

async function main(): Promise<void> {
  // twurple's packages are ES modules.
  const { ApiClient } = await import('@twurple/api');
  const { RefreshingAuthProvider } = await import('@twurple/auth');
  const { ChatClient } = await import('@twurple/chat');
  const { EventSubWsListener } = await import('@twurple/eventsub-ws');

  type Auth = InstanceType<typeof RefreshingAuthProvider>;
  let signedIn: { readonly auth: Auth; readonly account: TwurpleAccount } | undefined;
  let chat: InstanceType<typeof ChatClient> | undefined;
  let listener: InstanceType<typeof EventSubWsListener> | undefined;

  const session = (): { readonly auth: Auth; readonly account: TwurpleAccount } => {
    if (!signedIn) throw new Error('not signed in');
    return signedIn;
  };
  const api = (): InstanceType<typeof ApiClient> =>
    new ApiClient({ authProvider: session().auth, logger: { minLevel: 'critical' } });

  async function signIn(account: TwurpleAccount): Promise<void> {
    const auth = new RefreshingAuthProvider(account);
    // An expired token: it has to be refreshed and validated before anything else works.
    const userId = await auth.addUserForToken(
      {
        accessToken: 'expired',
        refreshToken: account.refreshToken,
        expiresIn: 1,
        obtainmentTimestamp: 0,
        scope: [...account.scopes],
      },
      ['chat'],
    );
    signedIn = { auth, account };
    tell('signed-in', userId);
  }

  async function getUser(login: string): Promise<void> {
    const user = await api().users.getUserByName(login);
    tell('user', user && { id: user.id, name: user.displayName, type: user.broadcasterType });
  }

  function listen(userId: string): void {
    listener = new EventSubWsListener({ apiClient: api(), logger: { minLevel: 'critical' } });
    listener.onSubscriptionCreateSuccess((subscription) => tell('subscribed', subscription.id));
    listener.onSubscriptionCreateFailure((_, error) => tell('failed', error.message));
    listener.onUserSocketReady((_, id) => tell('socket-ready', id));
    listener.onUserSocketDisconnect((_, error) => tell('socket-lost', error?.message ?? ''));
    listener.onChannelPollEnd(userId, (event) =>
      tell('poll-ended', {
        id: event.id,
        title: event.title,
        status: event.status,
        choices: event.choices.map(({ title, totalVotes }) => ({ title, totalVotes })),
      }),
    );
    listener.start();
  }

  function connectChat(channel: string): void {
    const { auth, account } = session();
    chat = new ChatClient({
      authProvider: auth,
      channels: [channel],
      hostName: `127.0.0.1:${account.port}/?`,
      ssl: false,
      logger: { minLevel: 'critical' },
    });
    chat.onJoin((where, who) => tell('joined', { where, who }));
    chat.onAuthenticationFailure((text) => tell('failed', text));
    chat.onMessage((where, who, text, message) =>
      tell('message', { where, who, text, id: message.id, badges: [...message.userInfo.badges] }),
    );
    chat.onSubGift((where, who, gift) => tell('sub-gift', { where, who, gifter: gift.gifter }));
    chat.connect();
  }

  /** Reads a room without an account, and tells each thing that happens there in one line of words. */
  function overhear(channel: string, port: number): void {
    chat = new ChatClient({
      channels: [channel],
      hostName: `127.0.0.1:${port}/?`,
      ssl: false,
      logger: { minLevel: 'critical' },
    });
    const hear = (...words: readonly unknown[]): void => tell('overheard', words.join('|'));
    chat.onJoin(() => tell('joined', null));
    chat.onMessage((_, who, text, { bits }) => hear('message', who, text, bits));
    chat.onAction((_, who, text) => hear('action', who, text));
    chat.onSub((_, who, { plan }) => hear('sub', who, plan));
    chat.onResub((_, who, { plan, months, message = '' }) => hear('resub', who, plan, months, message));
    chat.onSubGift((_, who, { gifter }) => hear('subgift', gifter ?? 'anonymous', who));
    chat.onCommunitySub((_, who, { count }) => hear('bomb', who, count));
    chat.onRaid((_, who, { viewerCount }) => hear('raid', who, viewerCount));
    chat.onAnnouncement((_, who, { color }, { text = '' }) => hear('announcement', who, color, text));
    chat.onTimeout((_, who, seconds) => hear('timeout', who, seconds));
    chat.onBan((_, who) => hear('ban', who));
    chat.onChatClear(() => hear('clear'));
    chat.onMessageRemove((_, id) => hear('removed', id));
    chat.onSlow((_, isOn, seconds = 0) => hear('slow', isOn, isOn ? seconds : 0));
    chat.connect();
  }

  async function obey(task: TwurpleTask): Promise<void> {
    switch (task.do) {
      case 'sign-in':
        await signIn(task.account);
        return;
      case 'get-user':
        await getUser(task.login);
        return;
      case 'listen':
        listen(task.userId);
        return;
      case 'create-poll': {
        const choices = ['Chips', 'Fruit', 'Cake'];
        const poll = await api().polls.createPoll(task.userId, {
          title: 'Best snack?',
          choices,
          duration: 60,
        });
        tell('poll', { id: poll.id, status: poll.status });
        return;
      }
      case 'end-poll': {
        const poll = await api().polls.endPoll(task.userId, task.pollId, true);
        tell('poll', { id: poll.id, status: poll.status });
        return;
      }
      case 'chat':
        connectChat(task.channel);
        return;
      case 'overhear':
        overhear(task.channel, task.port);
        return;
      case 'say':
        await chat?.say(task.channel, task.text);
        return;
      case 'stop':
        chat?.quit();
        listener?.stop();
        // twurple keeps timers running for a while.
        process.exit();
    }
  }

  process.on('message', (task: TwurpleTask) => {
    obey(task).catch((error: unknown) => {
      tell('failed', error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  });
  tell('ready', null);
}

main().catch((error: unknown) => {
  tell('failed', error instanceof Error ? error.stack : String(error));
});
