import { get, post } from './look-ups.js';
import { copy, type ServerFields } from './sign-in.js';
import { accountText } from './texts.js';
import { textOf } from './text-of.js';

const DEVELOPER_PAGE = 'https://dev.twitch.tv/console/apps/create';
const REDIRECT = 'http://localhost';

/**
 * Where no client id is known, the way to one: three steps, and a check at once. Nothing is drawn where the package
 * or settings.js brings one.
 */
export function drawRegistration(host: JQuery, clientId: JQuery, server: () => ServerFields): void {
  host.empty();
  get<{ clientId: boolean }>('twitch/defaults').then(
    (defaults) => {
      if (!defaults.clientId) draw();
    },
    // Without an answer the steps are the safer thing to show.
    () => draw(),
  );

  function draw(): void {
    const fold = $('<details class="twitch-fold"></details>').appendTo(host);
    fold.prop('open', textOf(clientId.val()) === '');
    $('<summary></summary>').text(accountText('section.register')).appendTo(fold);
    $('<p></p>').text(accountText('register.why')).appendTo(fold);
    const steps = $('<ol></ol>').appendTo(fold);
    const first = $('<li></li>')
      .text(`${accountText('register.step1')} `)
      .appendTo(steps);
    $('<a class="red-ui-button red-ui-button-small" target="_blank" rel="noopener"></a>')
      .attr('href', DEVELOPER_PAGE)
      .text(accountText('register.page'))
      .appendTo(first);
    const second = $('<li></li>')
      .text(`${accountText('register.step2')} `)
      .appendTo(steps);
    $('<code></code>').text(REDIRECT).appendTo(second);
    $('<button type="button" class="red-ui-button red-ui-button-small"></button>')
      .text(accountText('signIn.copy'))
      .on('click', (event) => copy(REDIRECT, $(event.currentTarget)))
      .appendTo(second.append(' '));
    $('<div></div>').text(accountText('register.public')).appendTo(second);
    $('<li></li>').text(accountText('register.step3')).appendTo(steps);
    const row = $('<div class="form-row"></div>').appendTo(fold);
    $('<label for="twitch-register-id"></label>').text(accountText('field.clientId')).appendTo(row);
    const field = $('<input type="text" id="twitch-register-id">').val(textOf(clientId.val())).appendTo(row);
    const result = $('<div class="form-tips twitch-hint"></div>').hide().appendTo(row);
    field.on('change', () => {
      const id = textOf(field.val()).trim();
      clientId.val(id).trigger('change');
      if (id) check(id, result);
      else result.hide();
    });
  }

  function check(id: string, result: JQuery): void {
    result.text(accountText('register.checking')).show();
    post<{ known: boolean; sentence?: string }>('twitch/client-id/check', { ...server(), clientId: id }).then(
      (answer) =>
        result.text(answer.sentence ?? accountText(answer.known ? 'register.good' : 'register.bad')),
      (error: Error) => result.text(error.message),
    );
  }
}
