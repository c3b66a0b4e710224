import { accountText } from './texts.js';

/** A button by the key of its text: what it does, and values of the text. */
export type ButtonSpec = readonly [
  key: string,
  press: (button: JQuery) => void,
  values?: Readonly<Record<string, unknown>>,
];

/** Whether who sits at this editor may sign in and out; without a login to Node-RED everybody may. */
export function mayChange(): boolean {
  return RED.user?.hasPermission?.('twitch-account.write') ?? true;
}

export function line(host: JQuery, text: string): JQuery {
  return $('<div></div>').text(text).appendTo(host);
}

/** A row of buttons; the key of each is its `data-action`, for tests and styles. */
export function buttons(host: JQuery, list: readonly ButtonSpec[]): JQuery {
  const row = $('<div class="twitch-buttons"></div>').appendTo(host);
  for (const [key, press, values] of list) {
    const button = $('<button type="button" class="red-ui-button"></button>').text(accountText(key, values));
    button
      .attr('data-action', key)
      .on('click', () => press(button))
      .appendTo(row);
  }
  return row;
}

/** A small button that copies a text. */
export function copyButton(text: string, what: string): JQuery {
  const button = $('<button type="button" class="red-ui-button red-ui-button-small twitch-copy"></button>')
    .text(accountText('signIn.copy'))
    .attr('aria-label', accountText('signIn.copyWhat', { what }));
  return button.on('click', () => copy(text, button));
}

/** Copies a text; where the browser forbids it (a page without TLS) the old way. The button says so for a moment. */
export function copy(text: string, button: JQuery): void {
  const before = button.text();
  const done = (): void => {
    button.text(accountText('signIn.copied'));
    setTimeout(() => button.text(before), 1500);
  };
  const byHand = (): void => {
    const area = $('<textarea>').val(text).appendTo('body');
    area.trigger('select');
    document.execCommand('copy');
    area.remove();
    button.trigger('focus');
    done();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand);
  else byHand();
}

/** Redraws a part without losing the keyboard's place: who was in it goes on at its first control. */
export function redraw(host: JQuery, draw: () => void): void {
  const element = host[0];
  const hadFocus = element?.contains(document.activeElement) ?? false;
  host.empty();
  draw();
  if (hadFocus) host.find('a[href], button, input').first().trigger('focus');
}
