import type { FieldContext } from './field-controls.js';
import { literalProblems } from '../definitions/validate.js';
import { get, post } from './look-ups.js';
import { nodeShapes } from './node-shapes.js';
import { commonText, nodeText } from './texts.js';
import { textOf } from './text-of.js';

/** A reward as the runtime lists it. */
interface RewardRow {
  readonly value: string;
  readonly label: string;
  readonly title: string;
  readonly cost: number;
  readonly prompt: string;
  readonly input: boolean;
  readonly ours: boolean;
}

/** What is saved: the id for this channel, the title for every other one after an import. */
interface Chosen {
  readonly id: string;
  readonly title: string;
}

const GONE = '\u0000gone';

/**
 * The channel's rewards as a drop-down, with a button that makes one (never at Deploy). Where the list cannot be read, because
 * nobody is signed in or the account is not deployed, the title is typed.
 */
export function drawReward(host: JQuery, context: FieldContext): void {
  const list = $('<div class="twitch-rewards"></div>').appendTo(host);
  const fieldName = nodeText(context.type, `field.${context.field.name}`, context.field.name);
  let chosen = chosenOf(context.value.v);
  const choose = (next: Chosen | null): void => {
    chosen = next;
    context.onChange(next ? { t: 'json', v: next } : { t: 'str', v: '' });
  };

  function load(): void {
    const account = textOf($('#node-input-account').val());
    const base = `twitch/accounts/${encodeURIComponent(account)}/rewards`;
    if (account === '' || account === '_ADD_') {
      drawByHand('');
      return;
    }
    get<RewardRow[]>(base).then(
      (rewards) => drawList(rewards, base),
      (error: Error) => drawByHand(error.message),
    );
  }

  function drawByHand(reason: string): void {
    list.empty();
    const input = $('<input type="text">')
      .val(chosen?.title ?? '')
      .attr('placeholder', context.field.restsOn ? commonText(`rule.${context.field.restsOn}`) : '')
      .attr('aria-label', fieldName)
      .appendTo(list);
    input.on('input', () => {
      const title = textOf(input.val()).trim();
      choose(title === '' ? null : { id: '', title });
    });
    if (reason !== '')
      $('<div class="form-tips twitch-reward-note"></div>')
        .text(commonText('reward.byHand', { reason }))
        .appendTo(list);
  }

  function drawList(rewards: readonly RewardRow[], base: string): void {
    list.empty();
    const select = $('<select></select>').attr('aria-label', fieldName).appendTo(list);
    $('<option value="">')
      .text(commonText(context.field.required ? 'reward.none' : 'reward.all'))
      .appendTo(select);
    for (const reward of rewards) {
      $('<option>')
        .attr('value', reward.value)
        .text(reward.ours ? reward.label : commonText('reward.foreign', { title: reward.label }))
        .appendTo(select);
    }
    // By id, else by title: a flow that was imported knows the ids of another channel.
    const found =
      chosen &&
      (rewards.find(({ value }) => value === chosen?.id) ??
        rewards.find(({ title }) => title.toLowerCase() === chosen?.title.toLowerCase()));
    if (chosen && !found) {
      $('<option>')
        .attr('value', GONE)
        .text(commonText('reward.gone', { title: chosen.title || chosen.id }))
        .appendTo(select);
    }
    select.val(found ? found.value : chosen ? GONE : '');
    const note = $('<div class="form-tips twitch-reward-note"></div>').appendTo(list);
    const buttons = $('<div class="twitch-reward-buttons"></div>').appendTo(list);
    const maker = $('<div class="twitch-reward-maker"></div>').appendTo(list);
    const current = (): RewardRow | undefined => rewards.find(({ value }) => value === textOf(select.val()));

    function draw(): void {
      const reward = current();
      note.text(reward && !reward.ours ? commonText('reward.foreignHint') : '');
      note.toggle(reward !== undefined && !reward.ours);
      buttons.empty();
      maker.empty();
      if (reward && !reward.ours) {
        button(buttons, 'reward.copy', () =>
          drawMaker(maker, base, { ...reward, title: `${reward.title} 2` }, true),
        );
      }
      button(buttons, 'reward.new', () => drawMaker(maker, base, null, false));
    }

    select.on('change', () => {
      const reward = current();
      if (textOf(select.val()) !== GONE) choose(reward ? { id: reward.value, title: reward.title } : null);
      draw();
    });
    draw();
  }

  function drawMaker(
    maker: JQuery,
    base: string,
    like: Pick<RewardRow, 'title' | 'cost' | 'prompt' | 'input'> | null,
    isCopy: boolean,
  ): void {
    maker.empty();
    const field = (name: string, key: string, value: string, type: 'text' | 'number'): JQuery => {
      const label = $('<label></label>')
        .append($('<span></span>').text(commonText(key)))
        .appendTo(maker);
      const input = $('<input>').attr({ type, min: 1 }).val(value).appendTo(label);
      const wrong = $('<div class="twitch-problem" aria-live="polite"></div>').appendTo(maker);
      return input.on('input', () => {
        const text = rewardProblem(name, textOf(input.val()), commonText(key));
        wrong.text(text);
        input.toggleClass('input-error', text !== '').attr('aria-invalid', String(text !== ''));
      });
    };
    const title = field('title', 'reward.title', like?.title ?? '', 'text');
    const cost = field('cost', 'reward.cost', String(like?.cost ?? 100), 'number');
    const prompt = field('prompt', 'reward.prompt', like?.prompt ?? '', 'text');
    const box = $('<input type="checkbox" class="twitch-check">').prop('checked', like?.input === true);
    $('<label class="twitch-reward-box"></label>')
      .append(box, $('<span></span>').text(commonText('reward.input')))
      .appendTo(maker);
    if (isCopy) $('<div class="form-tips"></div>').text(commonText('reward.copyHint')).appendTo(maker);
    const problem = $('<div class="twitch-problem"></div>');
    const buttons = $('<div class="twitch-reward-buttons"></div>').appendTo(maker);
    button(buttons, 'reward.make', () => {
      const body = {
        title: textOf(title.val()).trim(),
        cost: Number(cost.val()),
        prompt: textOf(prompt.val()).trim(),
        input: box.prop('checked') === true,
      };
      post<{ value: string; title: string }>(base, body).then(
        (made) => {
          choose({ id: made.value, title: made.title });
          RED.notify(commonText('reward.made'), { type: 'success', timeout: 2500 });
          load();
        },
        (error: Error) => void problem.text(error.message),
      );
    });
    button(buttons, 'reward.cancel', () => void maker.empty());
    problem.appendTo(maker);
    title.trigger('focus');
  }

  $('#node-input-account').on('change', load);
  load();
}

/** What is wrong with a part of a new reward, by the limits of the node that makes rewards. */
function rewardProblem(name: string, value: string, label: string): string {
  const fields = nodeShapes['twitch-points-reward']?.fields ?? [];
  const field = fields.find((candidate) => candidate.name === name);
  const [problem] = field ? literalProblems({ ...field, required: name !== 'prompt' }, value) : [];
  return problem ? commonText(`problem.${problem.key}`, { ...problem.values, label }) : '';
}

function button(host: JQuery, key: string, onClick: () => void): void {
  $('<button type="button" class="red-ui-button red-ui-button-small"></button>')
    .text(commonText(key))
    .on('click', onClick)
    .appendTo(host);
}

function chosenOf(value: unknown): Chosen | null {
  if (typeof value === 'string') return value.trim() === '' ? null : { id: '', title: value.trim() };
  if (typeof value !== 'object' || value === null) return null;
  const { id, title } = value as { id?: unknown; title?: unknown };
  return { id: textOf(id), title: textOf(title) };
}
