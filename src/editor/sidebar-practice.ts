import { mayChange } from './dialog-parts.js';
import { get, post } from './look-ups.js';
import { Failure, sidebarText, smallButton } from './sidebar-parts.js';
import { textOf } from './text-of.js';

interface Entry {
  readonly n: number;
  readonly kind: 'chat' | 'call' | 'event';
  readonly own: boolean;
  readonly text: string;
}

interface World {
  readonly running: boolean;
  readonly live?: boolean;
  readonly rewards?: readonly { readonly value: string; readonly label: string }[];
}

/** Lines that stay in the list. */
const LINES = 300;
const SPEAKERS = ['viewer', 'subscriber', 'vip', 'moderator', 'me'] as const;
const KINDS = ['chat', 'call', 'event'] as const;
const FAULTS = [
  'dropChat',
  'reconnectChat',
  'dropEvents',
  'moveEvents',
  'revokeEvents',
  'errors',
  'tooOften',
  'slow',
] as const;
/** What takes a number: its usual one and the most. */
const COUNTED = {
  chat: [5, 50],
  follow: [1, 100],
  raid: [42, 100_000],
  gift: [5, 100],
  cheer: [100, 100_000],
  hypeTrain: [2, 5],
} as const;

/** The simulated channel: its chat as it goes by, a field to talk along, and buttons that let things happen. */
export class PracticeView {
  readonly host = $('<div class="twitch-practice"></div>');
  readonly #list = $('<div class="twitch-transcript" role="log" aria-live="polite"></div>');
  readonly #tip = $('<div class="form-tips"></div>').text(sidebarText('empty'));
  readonly #failure = new Failure();
  readonly #shown = new Set<string>(['chat']);
  readonly #stream = smallButton('', () => void this.#act({ do: this.#isLive ? 'stop' : 'start' }));
  readonly #reward = $('<select></select>').attr('aria-label', sidebarText('deed.redeem'));
  readonly #world = $('<details class="twitch-world"></details>');
  #isLive = false;
  #last = 0;

  constructor() {
    this.#drawFilter();
    this.host.append(this.#tip, this.#list);
    if (mayChange()) {
      this.#drawWorld();
      this.host.append(this.#sayForm());
    }
    this.#failure.appendTo(this.host);
  }

  async look(): Promise<void> {
    const [transcript, world] = await Promise.all([
      get<{ running: boolean; entries: readonly Entry[] }>(`twitch/practice/transcript?after=${this.#last}`),
      get<World>('twitch/practice/world'),
    ]);
    // After a restart of Node-RED the count begins anew.
    const newest = transcript.entries.at(-1);
    if (newest) this.#last = newest.n;
    this.#add(transcript.entries);
    this.#tip.text(sidebarText(transcript.running ? 'empty' : 'off'));
    this.#tip.toggle(this.#list.children().length === 0);
    this.#showWorld(world);
  }

  #drawFilter(): void {
    const filter = $('<div class="twitch-filter"></div>').appendTo(this.host);
    $('<span></span>').text(sidebarText('show')).appendTo(filter);
    for (const kind of KINDS) {
      const box = $('<input type="checkbox" class="twitch-check">').prop('checked', this.#shown.has(kind));
      $('<label></label>')
        .append(box, document.createTextNode(` ${sidebarText(`kinds.${kind}`)}`))
        .appendTo(filter);
      box.on('change', () => {
        if (box.prop('checked') === true) this.#shown.add(kind);
        else this.#shown.delete(kind);
        this.#list
          .find('.twitch-entry')
          .each((_, line) => void $(line).toggle(this.#shown.has(textOf($(line).data('kind')))));
      });
    }
    smallButton(sidebarText('clear'), () => this.#list.empty()).appendTo(filter);
  }

  #drawWorld(): void {
    const world = this.#world.appendTo(this.host);
    $('<summary></summary>').text(sidebarText('world')).appendTo(world);
    const rows = $('<div class="twitch-deeds"></div>').appendTo(world);
    const row = (deed: string, ...controls: JQuery[]): void => {
      $('<div class="twitch-deed"></div>')
        .attr('data-deed', deed)
        .append(...controls)
        .appendTo(rows);
    };
    row('stream', this.#stream);
    for (const [deed, [usual, most]] of Object.entries(COUNTED)) {
      const count = $('<input type="number" min="1" step="1">')
        .attr({ max: most, 'aria-label': sidebarText('howMany') })
        .val(usual);
      const press = (): void => void this.#act({ do: deed, count: Number(count.val()) });
      row(deed, smallButton(sidebarText(`deed.${deed}`), press), count);
    }
    row(
      'subscribe',
      smallButton(sidebarText('deed.subscribe'), () => void this.#act({ do: 'subscribe' })),
    );
    const redeem = (): void => void this.#act({ do: 'redeem', reward: textOf(this.#reward.val()) });
    row('redeem', smallButton(sidebarText('deed.redeem'), redeem), this.#reward);
    const fault = $('<select></select>').attr('aria-label', sidebarText('deed.fault'));
    for (const name of FAULTS)
      $('<option>')
        .attr('value', name)
        .text(sidebarText(`fault.${name}`))
        .appendTo(fault);
    const inject = (): void => void this.#act({ do: 'fault', fault: textOf(fault.val()) });
    row('fault', smallButton(sidebarText('deed.fault'), inject), fault);
  }

  #showWorld({ running, live, rewards }: World): void {
    this.#world.toggle(running);
    if (!running) return;
    this.#isLive = live === true;
    this.#stream.text(sidebarText(this.#isLive ? 'deed.stop' : 'deed.start'));
    const list = rewards ?? [];
    if (this.#reward.children().length === list.length) return;
    this.#reward.empty();
    for (const { value, label } of list)
      $('<option>').attr('value', value).text(label).appendTo(this.#reward);
  }

  async #act(body: object): Promise<void> {
    const world = await this.#failure.watch(post<World>('twitch/practice/world', body));
    if (world) this.#showWorld(world);
  }

  #add(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const element = this.#list[0];
    const atEnd = element ? element.scrollHeight - element.scrollTop - element.clientHeight < 30 : true;
    for (const entry of entries) {
      $('<div class="twitch-entry"></div>')
        .attr('data-kind', entry.kind)
        .toggleClass('twitch-own', entry.own)
        .text(entry.text)
        .toggle(this.#shown.has(entry.kind))
        .appendTo(this.#list);
    }
    this.#list.children().slice(0, -LINES).remove();
    if (element && atEnd) element.scrollTop = element.scrollHeight;
  }

  #sayForm(): JQuery {
    const form = $('<form class="twitch-say"></form>');
    const speaker = $('<select></select>').attr('aria-label', sidebarText('sayAs')).appendTo(form);
    for (const name of SPEAKERS) {
      $('<option>')
        .attr('value', name)
        .text(`${sidebarText('sayAs')}: ${sidebarText(`as.${name}`)}`)
        .appendTo(speaker);
    }
    const text = $('<input type="text" maxlength="500" autocomplete="off">')
      .attr('placeholder', sidebarText('line'))
      .attr('aria-label', sidebarText('line'))
      .appendTo(form);
    $('<button type="submit" class="red-ui-button"></button>').text(sidebarText('say')).appendTo(form);
    form.on('submit', (event) => {
      event.preventDefault();
      const line = textOf(text.val()).trim();
      if (!line) return;
      const said = post('twitch/practice/say', { as: textOf(speaker.val()), text: line }).then(() => true);
      void this.#failure.watch(said).then((done) => {
        if (done) text.val('');
      });
    });
    return form;
  }
}
