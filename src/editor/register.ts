import { copyButton } from './dialog-parts.js';
import { accountText } from './texts.js';
import { textOf } from './text-of.js';

const DEVELOPER_PAGE = 'https://dev.twitch.tv/console/apps/create';
const REDIRECT = 'http://localhost';

/**
 * The way to a client id of one's own: where, what to fill in with a button to copy each, and where the id is then
 * found. What is typed goes into the account's own field, which checks it.
 *
 * @param isOpen whether it is unfolded: where nobody can sign in without it
 */
export function drawRegistration(host: JQuery, clientId: JQuery, isOpen: boolean): void {
  host.empty();
  const fold = $('<details class="twitch-fold"></details>').prop('open', isOpen).appendTo(host);
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
  const second = $('<li></li>').text(accountText('register.step2')).appendTo(steps);
  const table = $('<dl class="twitch-form"></dl>').appendTo(second);
  const entry = (key: string, value: string, isCopied: boolean): void => {
    const label = accountText(key);
    $('<dt></dt>').text(label).appendTo(table);
    const cell = $('<dd></dd>').appendTo(table);
    $(isCopied ? '<code></code>' : '<span></span>')
      .text(value)
      .appendTo(cell);
    if (isCopied) copyButton(value, label).appendTo(cell);
  };
  entry('register.field.name', suggestedName(), true);
  entry('register.field.redirect', REDIRECT, true);
  entry('register.field.category', accountText('register.category'), false);
  entry('register.field.type', accountText('register.public'), false);
  $('<li></li>').text(accountText('register.step3')).appendTo(steps);
  const row = $('<div class="form-row"></div>').appendTo(fold);
  $('<label for="twitch-register-id"></label>').text(accountText('field.clientId')).appendTo(row);
  const field = $('<input type="text" id="twitch-register-id" autocomplete="off" spellcheck="false">')
    .val(textOf(clientId.val()))
    .appendTo(row);
  // The dialog writes what it found out about the id here and below its own field.
  $('<div class="form-tips twitch-hint twitch-id-result" role="status"></div>').hide().appendTo(row);
  field.on('change', () => {
    clientId.val(textOf(field.val()).trim()).trigger('change');
  });
  clientId.on('change.twitch-register', () => {
    field.val(textOf(clientId.val()));
  });
}

/** Names of applications are unique at Twitch and must not hold the word Twitch. */
function suggestedName(): string {
  return `my-stream-flows-${Math.floor(1000 + Math.random() * 9000)}`;
}
