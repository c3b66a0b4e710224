import { get, post } from './look-ups.js';
import { commonText } from './texts.js';
import { textOf } from './text-of.js';

interface Entry {
  readonly n: number;
  readonly at: number;
  readonly kind: 'chat' | 'call' | 'event';
  readonly own: boolean;
  readonly text: string;
}

const LOOK_EVERY_MS = 1500;
/** Lines that stay in the list. */
const LINES = 300;
const SPEAKERS = ['viewer', 'subscriber', 'vip', 'moderator', 'me'] as const;
const KINDS = ['chat', 'call', 'event'] as const;

/** The Twitch tab: the simulated chat as it goes by, and a field to talk along. Looks only while it is open. */
export function addSidebar(): void {
  const content = $('<div class="twitch-sidebar"></div>');
  const list = $('<div class="twitch-transcript" role="log" aria-live="polite"></div>');
  const tip = $('<div class="form-tips"></div>').text(commonText('sidebar.empty'));
  const shown = new Set<string>(['chat']);
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const filter = $('<div class="twitch-filter"></div>').appendTo(content);
  $('<span></span>').text(commonText('sidebar.show')).appendTo(filter);
  for (const kind of KINDS) {
    const box = $('<input type="checkbox" class="twitch-check">').prop('checked', shown.has(kind));
    $('<label></label>')
      .append(box, document.createTextNode(` ${commonText(`sidebar.kinds.${kind}`)}`))
      .appendTo(filter);
    box.on('change', () => {
      if (box.prop('checked') === true) shown.add(kind);
      else shown.delete(kind);
      list
        .find('.twitch-entry')
        .each((_, line) => void $(line).toggle(shown.has(textOf($(line).data('kind')))));
    });
  }
  $('<button type="button" class="red-ui-button red-ui-button-small"></button>')
    .text(commonText('sidebar.clear'))
    .on('click', () => list.empty())
    .appendTo(filter);
  content.append(tip, list);
  const failure = $('<div class="form-tips twitch-failure"></div>').hide().appendTo(content);
  content.append(sayForm(failure));

  RED.sidebar.addTab({
    id: 'twitch',
    label: commonText('sidebar.label'),
    name: commonText('sidebar.title'),
    iconClass: 'fa fa-comments-o',
    content,
    enableOnEdit: true,
    onchange: look,
    onremove: stop,
  });
  RED.actions.add('streamwire:show-twitch-tab', () => RED.sidebar.show('twitch'));

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function look(): void {
    stop();
    void get<{ running: boolean; entries: readonly Entry[] }>(`twitch/practice/transcript?after=${last}`)
      .then(
        (answer) => {
          // After a restart of Node-RED the count begins anew.
          const newest = answer.entries.at(-1);
          if (newest) last = newest.n;
          add(answer.entries);
          tip.text(commonText(answer.running ? 'sidebar.empty' : 'sidebar.off'));
          tip.toggle(list.children().length === 0);
        },
        () => undefined,
      )
      .then(() => {
        stop();
        if (content.is(':visible')) timer = setTimeout(look, LOOK_EVERY_MS);
      });
  }

  function add(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const element = list[0];
    const atEnd = element ? element.scrollHeight - element.scrollTop - element.clientHeight < 30 : true;
    for (const entry of entries) {
      $('<div class="twitch-entry"></div>')
        .attr('data-kind', entry.kind)
        .toggleClass('twitch-own', entry.own)
        .text(entry.text)
        .toggle(shown.has(entry.kind))
        .appendTo(list);
    }
    list.children().slice(0, -LINES).remove();
    if (element && atEnd) element.scrollTop = element.scrollHeight;
  }
}

function sayForm(failure: JQuery): JQuery {
  const form = $('<form class="twitch-say"></form>');
  const speaker = $('<select></select>').attr('aria-label', commonText('sidebar.sayAs')).appendTo(form);
  for (const name of SPEAKERS) {
    $('<option>')
      .attr('value', name)
      .text(`${commonText('sidebar.sayAs')}: ${commonText(`sidebar.as.${name}`)}`)
      .appendTo(speaker);
  }
  const text = $('<input type="text" maxlength="500" autocomplete="off">')
    .attr('placeholder', commonText('sidebar.line'))
    .attr('aria-label', commonText('sidebar.line'))
    .appendTo(form);
  $('<button type="submit" class="red-ui-button"></button>').text(commonText('sidebar.say')).appendTo(form);
  form.on('submit', (event) => {
    event.preventDefault();
    const line = textOf(text.val()).trim();
    if (!line) return;
    post('twitch/practice/say', { as: textOf(speaker.val()), text: line }).then(
      () => {
        failure.hide();
        text.val('');
      },
      (error: Error) => void failure.text(commonText('sidebar.failed', { reason: error.message })).show(),
    );
  });
  return form;
}
