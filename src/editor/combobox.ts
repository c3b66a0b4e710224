import { commonText } from './texts.js';

/** Something to choose: what is put into the field, and what stands in the list. */
export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

export interface ComboboxOptions {
  /** Name of the field, for screen readers. */
  readonly label: string;
  /** False while what stands in the field is no text of its own, but where it comes from. */
  readonly isOn: () => boolean;
  /** What goes with a typed text. Rejects with a sentence where the list cannot be read: then the name is simply typed. */
  readonly find: (typed: string) => Promise<readonly Suggestion[]>;
  /** Of a field that holds several: only the one at the cursor is replaced. */
  readonly separator: ',' | '\n' | null;
  /** What was chosen was put into the field. */
  readonly onPick: () => void;
}

/** How long somebody has to rest before Twitch is asked. */
const REST_MS = 250;
let made = 0;

type Input = HTMLInputElement | HTMLTextAreaElement;

/**
 * Suggestions below a text field, as a combobox: they come while somebody types or with arrow down, arrows move, Enter takes,
 * Escape closes the list and nothing else. What is typed stays as it is unless something is chosen.
 */
export class Combobox {
  readonly #input: Input;
  readonly #options: ComboboxOptions;
  readonly #list: JQuery;
  readonly #news: JQuery;
  #shown: readonly Suggestion[] = [];
  #active = -1;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isPicking = false;

  constructor(input: Input, host: JQuery, options: ComboboxOptions) {
    this.#input = input;
    this.#options = options;
    const id = `twitch-suggestions-${++made}`;
    this.#list = $('<ul class="twitch-suggestions" role="listbox"></ul>')
      .attr({ id, 'aria-label': options.label })
      .hide()
      .appendTo(host);
    // The field itself has the focus all the time: what is found is told here.
    this.#news = $('<div class="twitch-suggestions-news" role="status"></div>').appendTo(host);
    $(input)
      .attr({
        role: 'combobox',
        'aria-autocomplete': 'list',
        'aria-expanded': 'false',
        'aria-controls': id,
        autocomplete: 'off',
      })
      .on('input', () => this.#later())
      .on('blur', () => this.close())
      .on('keydown', (event) => this.#key(event));
    // Before the field would lose the focus.
    this.#list.on('mousedown', 'li', (event) => {
      event.preventDefault();
      this.#pick(Number($(event.currentTarget).attr('data-index')));
    });
  }

  get isOpen(): boolean {
    return this.#list.is(':visible');
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // An answer that is still on its way is not shown.
    this.#asked += 1;
    this.#list.hide().empty();
    this.#shown = [];
    this.#active = -1;
    $(this.#input).attr('aria-expanded', 'false').removeAttr('aria-activedescendant');
  }

  #later(): void {
    if (this.#isPicking) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (!this.#options.isOn() || this.#part().text === '') {
      this.close();
      return;
    }
    this.#timer = setTimeout(() => this.#ask(), REST_MS);
  }

  #ask(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const mine = ++this.#asked;
    this.#options.find(this.#part().text).then(
      (found) => {
        if (mine === this.#asked && this.#input === document.activeElement) this.#open(found);
      },
      (error: Error) => {
        if (mine !== this.#asked) return;
        this.close();
        this.#news.text(commonText('suggest.byHand', { reason: error.message })).addClass('form-tips');
      },
    );
  }

  #open(found: readonly Suggestion[]): void {
    const before = this.#shown[this.#active]?.value;
    this.#shown = found;
    this.#active = -1;
    const count = found.length;
    this.#news
      .text(count === 0 ? commonText('suggest.none') : commonText('suggest.found', { count }))
      .removeClass('form-tips');
    this.#list.empty().toggle(found.length > 0);
    $(this.#input)
      .attr('aria-expanded', String(found.length > 0))
      .removeAttr('aria-activedescendant');
    for (const [index, { value, label }] of found.entries()) {
      const item = $('<li role="option" aria-selected="false"></li>')
        .attr({ id: this.#idOf(index), 'data-index': index })
        .text(label)
        .appendTo(this.#list);
      if (!label.toLowerCase().includes(value.toLowerCase()))
        $('<span class="twitch-suggestion-value"></span>').text(value).appendTo(item);
    }
    // Who has moved to one already stays on it while more is found.
    const again = before === undefined ? -1 : found.findIndex(({ value }) => value === before);
    if (again >= 0) this.#activate(again);
  }

  #key(event: JQuery.KeyDownEvent): void {
    // Enter and arrows belong to an input method while it composes.
    if (event.originalEvent?.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (this.isOpen) {
        event.preventDefault();
        this.#move(event.key === 'ArrowDown' ? 1 : -1);
      } else if (event.key === 'ArrowDown' && this.#options.isOn() && !this.#hasLineBelow()) {
        event.preventDefault();
        this.#ask();
      }
      return;
    }
    if (!this.isOpen) return;
    if (event.key === 'Enter' && this.#active >= 0) {
      event.preventDefault();
      event.stopPropagation();
      this.#pick(this.#active);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  /** In a field of several lines the arrow goes to the next line where there is one. */
  #hasLineBelow(): boolean {
    return (
      this.#options.separator === '\n' && this.#input.value.includes('\n', this.#input.selectionEnd ?? 0)
    );
  }

  #move(by: number): void {
    const all = this.#shown.length;
    this.#activate(this.#active === -1 && by < 0 ? all - 1 : (this.#active + by + all) % all);
  }

  #activate(index: number): void {
    this.#active = index;
    const items = this.#list.children();
    items.attr('aria-selected', 'false');
    const item = items.eq(this.#active).attr('aria-selected', 'true')[0];
    item?.scrollIntoView({ block: 'nearest' });
    $(this.#input).attr('aria-activedescendant', this.#idOf(this.#active));
  }

  #pick(index: number): void {
    const chosen = this.#shown[index];
    if (!chosen) return;
    const { from, to } = this.#part();
    this.#input.setRangeText(chosen.value, from, to, 'end');
    this.close();
    this.#news.text('').removeClass('form-tips');
    this.#isPicking = true;
    this.#options.onPick();
    this.#isPicking = false;
  }

  /** What is typed, without blanks at its ends; of several the one at the cursor. */
  #part(): { readonly text: string; readonly from: number; readonly to: number } {
    const { value, selectionEnd } = this.#input;
    const { separator } = this.#options;
    const cursor = selectionEnd ?? value.length;
    const before = separator ? value.lastIndexOf(separator, cursor - 1) + 1 : 0;
    const after = separator ? value.indexOf(separator, cursor) : -1;
    const whole = value.slice(before, after === -1 ? undefined : after);
    const text = whole.trim();
    const from = before + whole.indexOf(text);
    return { text, from, to: from + text.length };
  }

  #idOf(index: number): string {
    return `${this.#list.attr('id') ?? ''}-${index}`;
  }
}
