import type { Choice } from './shapes';
import { textOf } from './text-of.js';

/**
 * A search field above a list with groups: for the hundreds of events and calls, where a plain drop-down would be
 * hopeless. Works with the keyboard: type, arrow down, choose.
 */
export function choiceList(
  host: JQuery,
  choices: readonly Choice[],
  value: string,
  texts: { readonly label: string; readonly search: string; readonly none: string },
  onChange: (value: string) => void,
): void {
  const search = $('<input type="text" class="twitch-search" autocomplete="off">')
    .attr('placeholder', texts.search)
    .attr('aria-label', texts.search)
    .appendTo(host);
  const list = $('<select class="twitch-choices" size="7"></select>')
    .attr('aria-label', texts.label)
    .appendTo(host);
  const none = $('<div class="twitch-none"></div>').text(texts.none).hide().appendTo(host);

  function draw(): void {
    const words = textOf(search.val()).toLowerCase().split(/\s+/).filter(Boolean);
    list.empty();
    let group: JQuery | undefined;
    let groupName = '';
    let shown = 0;
    for (const choice of choices) {
      const haystack = `${choice.label} ${choice.value} ${choice.group} ${choice.words}`.toLowerCase();
      const kept = choice.always === true || choice.value === value;
      if (!kept && !words.every((word) => haystack.includes(word))) continue;
      if (!group || groupName !== choice.group) {
        groupName = choice.group;
        group = $('<optgroup>').attr('label', groupName).appendTo(list);
      }
      $('<option>')
        .attr('value', choice.value)
        .prop('selected', choice.value === value)
        .text(choice.label)
        .appendTo(group);
      if (!kept) shown += 1;
    }
    none.toggle(shown === 0 && words.length > 0);
  }

  search.on('input', draw);
  search.on('keydown', (event) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      list.trigger('focus');
    }
  });
  list.on('change', () => {
    value = textOf(list.val());
    onChange(value);
  });
  draw();
  const selected = list.find('option:selected')[0];
  selected?.scrollIntoView({ block: 'nearest' });
}
