import { get, post, remove } from './look-ups.js';
import type { AccountSlot, AccountState } from './permissions.js';
import { accountText } from './texts.js';
import { wantedScopes } from './wanted-scopes.js';

export interface ServerFields {
  readonly use: string;
  readonly [name: string]: string;
}

interface Started {
  readonly session: string;
  readonly userCode: string;
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

interface Progress {
  readonly state: 'pending' | 'confirm' | 'done' | 'failed' | 'expired';
  readonly login?: string;
  readonly name?: string;
  readonly sameAs?: string;
  readonly before?: string;
  readonly sentence?: string;
}

const LOOK_EVERY_MS = 2000;
/** Permissions that are listed without a fold. */
const MOST_SHOWN = 8;

/** One of the two sign-ins of an account: who it is now, and the way to another. */
export class SignInPanel {
  readonly #slot: 'channel' | 'bot';
  readonly #account: string;
  readonly #server: () => ServerFields;
  readonly #onChange: () => void;
  readonly #body: JQuery;
  readonly #tip: JQuery;
  #session: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #countdown: ReturnType<typeof setInterval> | undefined;
  #state: AccountState | null = null;
  #closed = false;

  constructor(
    host: JQuery,
    slot: 'channel' | 'bot',
    account: string,
    server: () => ServerFields,
    onChange: () => void,
  ) {
    this.#slot = slot;
    this.#account = account;
    this.#server = server;
    this.#onChange = onChange;
    $('<h4></h4>')
      .text(accountText(`section.${slot}`))
      .appendTo(host);
    this.#tip = $('<div class="form-tips"></div>').text(accountText('signIn.practice')).hide().appendTo(host);
    this.#body = $('<div aria-live="polite"></div>').appendTo(host);
  }

  belongsTo(account: string): boolean {
    return this.#account === account;
  }

  showUse(use: string): void {
    this.#tip.toggle(use === 'practice' && this.#slot === 'channel');
    if (this.#session === null && !this.#closed) this.#drawState();
  }

  showState(state: AccountState | null): void {
    this.#state = state;
    if (this.#session === null && !this.#closed) this.#drawState();
  }

  /** Ends a sign-in that is under way: its code is of no use once the dialog is gone. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  /** Who is signed in; what another use of the account had does not count for the one that is chosen now. */
  get #who(): AccountSlot | null {
    if (this.#state === null || this.#state.use !== this.#server().use) return null;
    return this.#state[this.#slot];
  }

  #drawState(): void {
    const who = this.#who;
    this.#body.empty();
    if (!who) {
      this.#line(accountText('signIn.nobody'));
      if (this.#slot === 'bot') this.#line(accountText('signIn.private'));
      this.#buttons([['signIn.button', () => void this.#start()]]);
      return;
    }
    this.#line(accountText('signIn.signedInAs', { name: who.name || who.login })).addClass(
      'twitch-signed-in',
    );
    if (who.state !== 'ok') this.#line(accountText('signIn.again-needed')).addClass('twitch-missing');
    this.#drawPermissions(who.permissions ?? []);
    const missing = this.#state?.missing?.[this.#slot] ?? [];
    if (missing.length > 0) {
      this.#line(
        accountText(this.#slot === 'bot' ? 'signIn.missingBot' : 'signIn.missing', {
          list: missing.join(', '),
        }),
      ).addClass('twitch-missing');
    }
    this.#buttons([
      [missing.length > 0 || who.state !== 'ok' ? 'signIn.again' : 'signIn.switch', () => void this.#start()],
      ['signIn.out', () => void this.#signOut()],
    ]);
  }

  /** Few are said at once; many are folded, or the dialog would be nothing but permissions. */
  #drawPermissions(permissions: readonly string[]): void {
    const list = permissions.join(', ');
    if (permissions.length <= MOST_SHOWN) {
      this.#line(list ? accountText('signIn.permissions', { list }) : accountText('signIn.noPermissions'));
      return;
    }
    const fold = $('<details></details>').appendTo(this.#body);
    $('<summary></summary>')
      .text(accountText('signIn.manyPermissions', { count: permissions.length }))
      .appendTo(fold);
    $('<div></div>').text(list).appendTo(fold);
  }

  async #start(): Promise<void> {
    this.#cancel();
    this.#body.empty();
    this.#line(accountText('signIn.asking'));
    try {
      const started = await post<Started>(`twitch/accounts/${encodeURIComponent(this.#account)}/sign-in`, {
        ...this.#server(),
        slot: this.#slot,
        scopes: await wantedScopes(this.#account, this.#slot),
      });
      if (this.#closed) {
        void remove(`twitch/sign-in/${encodeURIComponent(started.session)}`).catch(() => undefined);
        return;
      }
      this.#session = started.session;
      this.#drawCode(started);
      this.#look();
    } catch (error) {
      this.#fail(error);
    }
  }

  #drawCode(started: Started): void {
    this.#body.empty();
    if (this.#slot === 'bot') this.#line(accountText('signIn.private'));
    this.#line(accountText('signIn.steps'));
    const row = $('<div></div>').appendTo(this.#body);
    $('<span></span>')
      .text(`${accountText('signIn.code')}: `)
      .appendTo(row);
    $('<span class="twitch-code"></span>').text(started.userCode).appendTo(row);
    const buttons = this.#buttons([
      ['signIn.copy', (button) => copy(started.link, button)],
      ['signIn.cancel', () => this.#giveUp()],
    ]);
    $('<a class="red-ui-button primary twitch-open" target="_blank" rel="noopener"></a>')
      .attr('href', started.link)
      .text(accountText('signIn.open'))
      .prependTo(buttons);
    const left = this.#line('');
    this.#line(accountText('signIn.waiting'));
    const tell = (): void => {
      const minutes = Math.max(0, Math.ceil((started.expiresAt - Date.now()) / 60_000));
      left.text(accountText('signIn.left', { minutes: `${minutes} min` }));
    };
    tell();
    this.#countdown = setInterval(tell, 10_000);
  }

  #look(): void {
    const session = this.#session;
    if (session === null) return;
    this.#timer = setTimeout(() => {
      get<Progress>(`twitch/sign-in/${encodeURIComponent(session)}`).then(
        (progress) => {
          if (this.#session === session) this.#show(progress);
        },
        (error: unknown) => {
          if (this.#session === session) this.#fail(error);
        },
      );
    }, LOOK_EVERY_MS);
  }

  #show(progress: Progress): void {
    switch (progress.state) {
      case 'pending':
        this.#look();
        return;
      case 'confirm':
        this.#drawConfirm(progress);
        return;
      case 'done':
        this.#forget();
        this.#body.empty();
        this.#line(accountText('signIn.done', { name: progress.name ?? progress.login ?? '' }));
        this.#onChange();
        return;
      case 'expired':
        this.#forget();
        this.#body.empty();
        this.#line(accountText('signIn.expired'));
        this.#buttons([['signIn.button', () => void this.#start()]]);
        return;
      case 'failed':
        this.#fail(new Error(progress.sentence ?? ''));
        return;
    }
  }

  /** Another person than expected: nothing is stored before somebody has said yes. */
  #drawConfirm(progress: Progress): void {
    this.#stopTimers();
    const session = this.#session;
    const name = progress.name ?? progress.login ?? '';
    const before = progress.before ?? '';
    this.#body.empty();
    if (progress.sameAs) this.#line(accountText('signIn.sameAsChannel'));
    if (before) this.#line(accountText('signIn.otherUser', { name, before }));
    this.#buttons([
      [
        'signIn.keep',
        () => {
          post(`twitch/sign-in/${encodeURIComponent(session ?? '')}/confirm`, {}).then(
            () => this.#show({ state: 'done', name }),
            (error: unknown) => this.#fail(error),
          );
        },
        { name },
      ],
      [before ? 'signIn.discard' : 'signIn.cancel', () => this.#giveUp(), { before }],
    ]);
  }

  async #signOut(): Promise<void> {
    try {
      await post(`twitch/accounts/${encodeURIComponent(this.#account)}/sign-out`, { slot: this.#slot });
      this.#onChange();
    } catch (error) {
      this.#fail(error);
    }
  }

  #giveUp(): void {
    this.#cancel();
    this.#drawState();
  }

  #fail(error: unknown): void {
    this.#forget();
    this.#body.empty();
    this.#line(
      accountText('signIn.failed', { reason: error instanceof Error ? error.message : String(error) }),
    );
    this.#buttons([['signIn.button', () => void this.#start()]]);
  }

  #cancel(): void {
    const session = this.#session;
    this.#forget();
    // Best effort: an abandoned session ends by itself when its code runs out.
    if (session !== null) void remove(`twitch/sign-in/${encodeURIComponent(session)}`).catch(() => undefined);
  }

  #forget(): void {
    this.#stopTimers();
    this.#session = null;
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#countdown);
  }

  #line(text: string): JQuery {
    return $('<div></div>').text(text).appendTo(this.#body);
  }

  #buttons(list: readonly (readonly [string, (button: JQuery) => void, Record<string, unknown>?])[]): JQuery {
    const row = $('<div class="twitch-buttons"></div>').appendTo(this.#body);
    for (const [key, press, values] of list) {
      const button = $('<button type="button" class="red-ui-button"></button>').text(
        accountText(key, values),
      );
      button
        .attr('data-action', key)
        .on('click', () => press(button))
        .appendTo(row);
    }
    return row;
  }
}

/** Copies a text; where the browser forbids it (a page without TLS) the old way. */
export function copy(text: string, button: JQuery): void {
  const done = (): void => {
    button.text(accountText('signIn.copied'));
  };
  const byHand = (): void => {
    const area = $('<textarea>').val(text).appendTo('body');
    area.trigger('select');
    document.execCommand('copy');
    area.remove();
    done();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
  else byHand();
}
