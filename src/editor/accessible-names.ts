import { commonText } from './texts.js';

/**
 * Gives every control of a row a name that a screen reader can say. Node-RED's typedInput hides the field that a label could
 * point to and shows others, so the names go to those that are shown.
 */
export function nameControls(row: JQuery, host: JQuery, label: string): void {
  const shown = host.find('.red-ui-typedInput-input');
  shown.attr('aria-label', label);
  host.find('.red-ui-typedInput-type-select').attr('aria-label', commonText('source', { label }));
  host.find('.red-ui-typedInput-option-trigger').attr('aria-label', label);
  host.find('.red-ui-typedInput-option-expand').attr('aria-label', commonText('expand', { label }));
  host.find('input:not(.twitch-check), select, textarea').each((_index, element) => {
    if (!element.hasAttribute('aria-label')) $(element).attr('aria-label', label);
  });
  row.find('.twitch-insert').each((_index, element) => {
    $(element).attr('aria-label', `${$(element).attr('aria-label') ?? ''}: ${label}`);
  });
}
