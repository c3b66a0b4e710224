import { drawBotModerator, MODERATOR_SCOPES } from './bot-moderator.js';
import { buttons, copy, copyButton, line, mayChange, redraw, type ButtonSpec } from './dialog-parts.js';
import { get, post, remove } from './look-ups.js';
import { drawGranted, drawWanted } from './permission-list.js';
import type { AccountSlot, AccountState } from './permissions.js';
import { accountText } from './texts.js';
import { scopesOf, wantedPermissions, type SlotName, type WantedPermission } from './wanted-scopes.js';

export interface ServerFields {
  readonly use: string;
  readonly [name: string]: string;
}

/** What a panel is given by the dialog it stands in. */
export interface PanelParts {
  readonly slot: SlotName;
  /** Id of the account node. */
  readonly account: string;
  /** The dialog's fields as they are now. */
  readonly server: () => ServerFields;
  /** Nobody can sign in yet: no client id is known. */
  readonly lacksClientId: () => boolean;
  /** Somebody signed in or out. */
  readonly onChange: () => void;
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
  readonly sameAs?: SlotName;
  readonly before?: string;
  readonly sentence?: string;
}

const LOOK_EVERY_MS = 2000;

/** One of the two sign-ins of an account: who it is now, and the way to another. */
export class SignInPanel {
  readonly #parts: PanelParts;
  readonly #body: JQuery;
  readonly #tip: JQuery;
  #session: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #countdown: ReturnType<typeof setInterval> | undefined;
  #state: AccountState | null = null;
  #wanted: readonly WantedPermission[] = [];
  #closed = false;
  /** Counts the times it is drawn: what a newer one has overtaken is not drawn. */
  #drawn = 0;

  constructor(host: JQuery, parts: PanelParts) {
    this.#parts = parts;
    $('<h4></h4>')
      .text(accountText(`section.${parts.slot}`))
      .appendTo(host);
    this.#tip = $('<div class="form-tips"></div>').text(accountText('signIn.practice')).hide().appendTo(host);
    this.#body = $('<div aria-live="polite"></div>').appendTo(host);
    host.on('keydown', (event) => {
      if (event.key !== 'Escape' || this.#session === null) return;
      event.stopPropagation();
      this.#giveUp();
    });
  }

  belongsTo(account: string): boolean {
    return this.#parts.account === account;
  }

  showUse(use: string): void {
    this.#tip.toggle(use === 'practice' && this.#parts.slot === 'channel');
    this.#refresh();
  }

  showState(state: AccountState | null): void {
    this.#state = state;
    this.#refresh();
  }

  /** Ends a sign-in that is under way: its code is of no use once the dialog is gone. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  /** Who is signed in; what another use of the account had does not count for the one that is chosen now. */
  #whoIs(slot: SlotName): AccountSlot | null {
    if (this.#state === null || this.#state.use !== this.#parts.server().use) return null;
    return this.#state[slot];
  }

  #refresh(): void {
    if (this.#closed || this.#session !== null) return;
    const { account, slot } = this.#parts;
    const drawing = ++this.#drawn;
    void wantedPermissions(account, slot, this.#whoIs('bot') !== null).then((wanted) => {
      if (this.#closed || this.#session !== null || drawing !== this.#drawn) return;
      this.#wanted = wanted;
      redraw(this.#body, () => this.#drawState());
    });
  }

  #drawState(): void {
    const who = this.#whoIs(this.#parts.slot);
    if (who) this.#drawSignedIn(who);
    else this.#drawNobody();
  }

  #drawNobody(): void {
    line(this.#body, accountText('signIn.nobody'));
    if (this.#parts.lacksClientId()) {
      if (this.#parts.slot === 'bot') return;
      line(this.#body, accountText('signIn.register')).addClass('twitch-missing');
      return;
    }
    if (this.#parts.slot === 'bot') line(this.#body, accountText('signIn.private'));
    drawWanted(this.#body, this.#wanted);
    const { slot } = this.#parts;
    // Somebody signed in here with another application: that sign-in is still there and can be ended.
    const elsewhere = this.#state?.problems.some(
      ({ key, action }) => key === 'other-client-id' && action === `sign-in-${slot}`,
    );
    const actions = this.#buttons([
      ['signIn.button', () => void this.#start()],
      ...(elsewhere ? [['signIn.out', () => this.#askSignOut(accountText(`section.${slot}`))] as const] : []),
    ]);
    if (slot === 'channel') actions.children().first().addClass('primary');
  }

  #drawSignedIn(who: AccountSlot): void {
    const { slot, account } = this.#parts;
    line(this.#body, accountText('signIn.signedInAs', { name: who.name || who.login })).addClass(
      'twitch-signed-in',
    );
    const over = who.state !== 'ok';
    if (over) line(this.#body, accountText('signIn.again-needed')).addClass('twitch-missing');
    else if (who.validUntil && !who.usual) {
      const until = new Date(who.validUntil).toLocaleString(undefined, {
        dateStyle: 'medium',
        timeStyle: 'short',
      });
      line(this.#body, accountText('signIn.validUntil', { until })).addClass('twitch-valid');
    }
    const lacks = drawGranted(this.#body, this.#wanted, who);
    const again = over || lacks;
    if (lacks) line(this.#body, accountText('signIn.missing')).addClass('twitch-missing');
    const actions = this.#buttons([
      [again ? 'signIn.again' : 'signIn.switch', () => void this.#start()],
      // The practice cast is always signed in.
      ...(who.usual ? [] : [['signIn.out', () => this.#askSignOut(who.name || who.login)] as const]),
    ]);
    if (again) actions.children('button').first().addClass('primary');
    if (slot === 'bot' && !over) {
      drawBotModerator(this.#body, account, () => void this.#start(MODERATOR_SCOPES, 'channel'));
    }
  }

  /**
   * @param extra scopes beyond what nodes want
   * @param slot whose sign-in is asked for: the bot's panel asks as the channel for the right to make it a moderator
   */
  async #start(extra: readonly string[] = [], slot: SlotName = this.#parts.slot): Promise<void> {
    const { account, server } = this.#parts;
    this.#cancel();
    redraw(this.#body, () => line(this.#body, accountText('signIn.asking')));
    try {
      const hasBot = slot === 'bot' || this.#whoIs('bot') !== null;
      const wanted = await wantedPermissions(account, slot, hasBot);
      const granted = this.#whoIs(slot)?.scopes ?? [];
      const started = await post<Started>(`twitch/accounts/${encodeURIComponent(account)}/sign-in`, {
        ...server(),
        slot,
        scopes: [...new Set([...scopesOf(wanted, granted), ...extra])],
      });
      if (this.#closed) {
        void remove(sessionUrl(started.session)).catch(() => undefined);
        return;
      }
      this.#session = started.session;
      this.#drawCode(started, slot);
      this.#look();
    } catch (error) {
      this.#fail(error);
    }
  }

  #drawCode(started: Started, slot: SlotName): void {
    this.#body.empty();
    line(this.#body, accountText(slot === 'bot' ? 'signIn.stepsBot' : 'signIn.steps'));
    const row = $('<div class="twitch-code-row"></div>').appendTo(this.#body);
    $('<span></span>')
      .text(`${accountText('signIn.code')}: `)
      .appendTo(row);
    $('<span class="twitch-code"></span>').text(started.userCode).appendTo(row);
    copyButton(started.userCode, accountText('signIn.code')).appendTo(row);
    const actions = this.#buttons([
      ['signIn.copyLink', (button) => copy(started.link, button)],
      ['signIn.cancel', () => this.#giveUp()],
    ]);
    const open = $('<a class="red-ui-button twitch-open" target="_blank" rel="noopener"></a>')
      .attr('href', started.link)
      .text(accountText('signIn.open'));
    // The bot's link belongs into another window: there copying comes first.
    if (slot === 'bot') actions.children().first().addClass('primary').after(open);
    else open.addClass('primary').prependTo(actions);
    actions.find('.primary').first().trigger('focus');
    line(this.#body, accountText('signIn.waiting')).prepend(
      $('<i class="fa fa-circle-o-notch fa-spin" aria-hidden="true"></i>'),
      ' ',
    );
    // Read aloud every second it would be a nuisance.
    const left = line(this.#body, '').attr('aria-live', 'off').addClass('twitch-left');
    const tell = (): void => {
      const seconds = Math.max(0, Math.round((started.expiresAt - Date.now()) / 1000));
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
      left.text(accountText('signIn.left', { time }));
    };
    tell();
    this.#countdown = setInterval(tell, 1000);
  }

  #look(): void {
    const session = this.#session;
    if (session === null) return;
    this.#timer = setTimeout(() => {
      get<Progress>(sessionUrl(session)).then(
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
        redraw(this.#body, () =>
          line(this.#body, accountText('signIn.done', { name: progress.name ?? progress.login ?? '' })),
        );
        this.#parts.onChange();
        return;
      case 'expired':
        this.#forget();
        redraw(this.#body, () => {
          line(this.#body, accountText('signIn.expired'));
          this.#buttons([['signIn.button', () => void this.#start()]]);
        });
        return;
      case 'failed':
        this.#fail(new Error(progress.sentence ?? ''));
        return;
    }
  }

  /** Another person than expected: nothing is stored before somebody has said yes. */
  #drawConfirm(progress: Progress): void {
    this.#stopTimers();
    const session = this.#session ?? '';
    const name = progress.name ?? progress.login ?? '';
    const before = progress.before ?? '';
    redraw(this.#body, () => {
      if (progress.sameAs === 'channel') line(this.#body, accountText('signIn.sameAsChannel', { name }));
      if (progress.sameAs === 'bot') line(this.#body, accountText('signIn.sameAsBot', { name }));
      if (before) line(this.#body, accountText('signIn.otherUser', { name, before }));
      this.#buttons([
        ['signIn.keep', () => this.#confirm(session), { name }],
        [before ? 'signIn.discard' : 'signIn.other', () => this.#giveUp(), { before }],
      ]);
    });
  }

  #confirm(session: string): void {
    redraw(this.#body, () => line(this.#body, accountText('signIn.storing')));
    post(`${sessionUrl(session)}/confirm`, {}).then(
      () => {
        if (this.#session === session) this.#look();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** One more look before what is running stops. */
  #askSignOut(name: string): void {
    redraw(this.#body, () => {
      line(this.#body, accountText('signIn.askOut', { name }));
      this.#buttons([
        ['signIn.outNow', () => void this.#signOut()],
        ['signIn.cancel', () => redraw(this.#body, () => this.#drawState())],
      ]);
    });
  }

  async #signOut(): Promise<void> {
    const { account, slot, onChange } = this.#parts;
    try {
      await post(`twitch/accounts/${encodeURIComponent(account)}/sign-out`, { slot });
      onChange();
    } catch (error) {
      this.#fail(error);
    }
  }

  #giveUp(): void {
    this.#cancel();
    redraw(this.#body, () => this.#drawState());
  }

  #fail(error: unknown): void {
    this.#forget();
    redraw(this.#body, () => {
      line(
        this.#body,
        accountText('signIn.failed', { reason: error instanceof Error ? error.message : String(error) }),
      ).addClass('twitch-missing');
      this.#buttons([
        ['signIn.retry', () => void this.#start()],
        ['signIn.back', () => this.#parts.onChange()],
      ]);
    });
  }

  #cancel(): void {
    const session = this.#session;
    this.#forget();
    // Best effort: an abandoned session ends by itself when its code runs out.
    if (session !== null) void remove(sessionUrl(session)).catch(() => undefined);
  }

  #forget(): void {
    this.#stopTimers();
    this.#session = null;
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#countdown);
  }

  /** Who may only look gets no button that would only be refused. */
  #buttons(list: readonly ButtonSpec[]): JQuery {
    if (mayChange()) return buttons(this.#body, list);
    return line(this.#body, accountText('signIn.readOnly')).addClass('twitch-read-only');
  }
}

function sessionUrl(session: string): string {
  return `twitch/sign-in/${encodeURIComponent(session)}`;
}
