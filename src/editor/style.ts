/**
 * Sizes and spacing only: colours come from the theme, so that a dark one stays dark. Hints have no width of their own
 * (`width: 0` with a least width in percent): Node-RED makes a dialog as wide as its longest line.
 */
const CSS = `
.twitch-row .twitch-control { display: inline-block; width: calc(100% - 105px); margin-left: 4px; vertical-align: top; }
.twitch-dialog > .form-row > input[type='text'], .twitch-dialog > .form-row > select, .twitch-dialog > .form-row > div:has(> #node-input-account) { width: calc(100% - 105px) !important; }
.twitch-row ::placeholder, .twitch-sidebar ::placeholder { font-size: 0.86em; }
.twitch-row .twitch-control > input[type='text'], .twitch-row .twitch-control > select,
.twitch-row .twitch-area, .twitch-row .twitch-choices { width: 100%; box-sizing: border-box; }
.twitch-row .twitch-control > input[type='number'] { width: 110px; }
.twitch-row .twitch-choices { height: auto; margin-top: 4px; }
.twitch-row .twitch-typed + .red-ui-typedInput-container { width: 100% !important; }
.twitch-row .twitch-area { margin-top: 4px; resize: vertical; }
.twitch-row .twitch-unit { margin-left: 8px; opacity: 0.85; }
.twitch-row .twitch-typed.twitch-with-unit + .red-ui-typedInput-container { width: calc(100% - 80px) !important; }
.red-ui-editor .form-row.twitch-row .twitch-check, .twitch-sidebar .twitch-check { width: auto; margin: 0 6px 0 0; }
.red-ui-editor .form-row.twitch-row .twitch-check-label { display: inline; width: auto; }
.twitch-row .twitch-several { line-height: 1.9; }
.red-ui-editor .form-row.twitch-row .twitch-duration-unit { width: auto; margin-left: 6px; }
.twitch-row[data-field='fields'] > .twitch-control { width: 100%; margin-left: 0; }
.twitch-literal { display: inline-flex !important; gap: 4px; align-items: flex-start; }
.twitch-row .twitch-literal > .twitch-typed + .red-ui-typedInput-container { width: 46px !important; flex: none; }
.twitch-literal > .red-ui-typedInput-container .red-ui-typedInput-input-wrap { display: none; }
.twitch-row .twitch-literal > .twitch-area { margin: 0; flex: 1 1 auto; width: auto !important; }
.form-tips.twitch-hint { margin: 4px 0 0 104px; max-width: none; width: 0; min-width: calc(100% - 105px); box-sizing: border-box; padding: 2px 6px; font-size: 0.9em; }
.twitch-row[data-field='fields'] .form-tips.twitch-hint { margin-left: 0; min-width: 100%; }
.twitch-problem { margin: 2px 0 0 104px; color: var(--red-ui-text-color-error, #ad1625); font-size: 0.9em; }
.twitch-problem:empty { display: none; }
.twitch-parameter > .twitch-typed + .red-ui-typedInput-container { width: 70% !important; }
.twitch-parameter.twitch-by-fields > .twitch-typed + .red-ui-typedInput-container { width: 60px !important; }
.twitch-by-fields > .red-ui-typedInput-container .red-ui-typedInput-input-wrap, .twitch-by-fields > .red-ui-typedInput-container .red-ui-typedInput-option-expand { display: none !important; }
.twitch-parameter > label { overflow-wrap: anywhere; line-height: 1.3; }
.twitch-nested { margin: 4px 0 0 104px; }
.twitch-object { display: flex; gap: 6px; flex-wrap: wrap; align-items: flex-end; margin-bottom: 6px; }
.twitch-object > label { display: flex; flex-direction: column; width: auto !important; flex: 1 1 110px; margin: 0; font-size: 0.9em; }
.twitch-object > label > input, .twitch-object > label > select, .twitch-object > .twitch-key { width: 100% !important; box-sizing: border-box; margin: 0; }
.twitch-inner { flex: 1 1 100%; min-width: 0; padding: 4px 8px; border: 1px solid var(--red-ui-form-input-border-color); border-radius: 4px; }
.twitch-inner-name { font-size: 0.9em; opacity: 0.85; margin-bottom: 2px; }
.twitch-object > .twitch-key { flex: 0 0 46px; width: 46px !important; }
.twitch-placeholders { margin: 4px 0 0 104px; display: flex; gap: 8px; align-items: baseline; }
.twitch-placeholders .twitch-insert { width: 90px; height: 26px; font-size: 0.9em; padding: 0 4px; }
.twitch-placeholders .twitch-preview { opacity: 0.85; overflow-wrap: anywhere; }
.twitch-suggesting { position: relative; }
.red-ui-editor .twitch-suggesting > ul.twitch-suggestions { position: absolute; left: 0; right: 0; top: 100%; z-index: 30; margin: 1px 0 0; padding: 0; list-style: none; max-height: 210px; overflow-y: auto; background: var(--red-ui-form-input-background); border: 1px solid var(--red-ui-form-input-border-color); border-radius: 4px; }
.twitch-suggestions > li { display: flex; justify-content: space-between; gap: 12px; padding: 4px 8px; cursor: pointer; overflow-wrap: anywhere; }
.twitch-suggestions > li:hover, .twitch-suggestions > li[aria-selected='true'] { background: var(--red-ui-secondary-background-selected); }
.twitch-suggestion-value { font-size: 0.9em; }
.twitch-suggestions-news:not(.form-tips) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.twitch-suggestions-news.form-tips { margin: 4px 0; max-width: none; width: auto; font-size: 0.9em; }
.twitch-choices-preview { margin: 4px 0 0 104px; opacity: 0.85; overflow-wrap: anywhere; }
.twitch-choices-preview ol { margin: 2px 0 2px 22px; padding: 0; }
.twitch-rewards > select, .twitch-rewards > input[type='text'] { width: 100%; box-sizing: border-box; }
.twitch-rewards .form-tips { margin: 4px 0; max-width: none; width: 0; min-width: 100%; box-sizing: border-box; font-size: 0.9em; }
.twitch-reward-buttons { display: flex; gap: 6px; flex-wrap: wrap; margin-top: 4px; }
.twitch-reward-maker { border-left: 3px solid var(--red-ui-form-input-border-color); padding-left: 10px; margin-top: 8px; }
.twitch-reward-maker:empty { display: none; }
.twitch-reward-maker > label { display: flex !important; gap: 8px; align-items: center; width: 100% !important; margin: 6px 0 0 !important; }
.twitch-reward-maker > label > span { flex: 0 0 130px; }
.twitch-reward-maker > label.twitch-reward-box > span { flex: 1 1 auto; }
.twitch-reward-maker > label > input:not([type='checkbox']) { flex: 1 1 auto; width: auto; }
.twitch-reward-maker > label > input[type='number'] { flex: 0 0 110px; }
.twitch-reward-maker .twitch-problem { margin-left: 0; }
.twitch-outcome { margin-top: 4px; opacity: 0.85; font-size: 0.9em; overflow-wrap: anywhere; }
.twitch-fold { margin: 8px 0 12px; }
.twitch-fold > summary { cursor: pointer; margin-bottom: 8px; font-weight: 500; }
.twitch-dialog .red-ui-button:not(.primary, :disabled), .twitch-slot .red-ui-button:not(.primary, :disabled), .twitch-register .red-ui-button:not(.primary, :disabled), .twitch-sidebar .red-ui-button:not(.primary, :disabled) { color: var(--red-ui-form-text-color, #444) !important; }
.form-tips.twitch-permission { margin-bottom: 12px; max-width: none; width: 0; min-width: calc(100% - 4px); box-sizing: border-box; }
.twitch-slot { border: 1px solid var(--red-ui-form-input-border-color); border-radius: 4px; padding: 10px; margin: 0 0 10px; }
.twitch-slot h4 { margin: 0 0 6px; font-size: 1em; font-weight: 600; }
.twitch-slot .twitch-code { font-family: var(--red-ui-monospace-font, monospace); font-size: 1.5em; letter-spacing: 0.15em; user-select: all; }
.twitch-slot .twitch-buttons, .twitch-register .twitch-buttons { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 8px; align-items: center; }
.twitch-slot .twitch-code-row { display: flex; gap: 8px; align-items: center; margin: 8px 0; }
.twitch-slot .twitch-buttons a.red-ui-button, .twitch-register a.red-ui-button { text-decoration: none; }
.twitch-slot .twitch-buttons a.primary, .twitch-slot .twitch-buttons a.primary:hover { color: var(--red-ui-workspace-button-color-primary, #fff); }
.twitch-use-practice > .form-tips { margin-bottom: 10px; }
.twitch-slot .twitch-valid, .twitch-slot .twitch-left, .twitch-slot .twitch-for { opacity: 0.85; }
.twitch-slot .twitch-signed-in { font-weight: 600; }
.twitch-slot .twitch-wanted { margin: 4px 0 4px 4px; padding: 0; list-style: none; }
.twitch-slot .twitch-wanted .fa { width: 16px; }
.twitch-slot .twitch-permissions { margin: 4px 0; }
.twitch-slot .twitch-permissions > summary { cursor: pointer; }
.twitch-slot .twitch-moderator { margin-top: 8px; }
.twitch-slot .twitch-aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.twitch-missing { color: var(--red-ui-text-color-error, #ad1625); }
.twitch-problems .form-tips { max-width: none; margin: 0 0 10px; }
.twitch-register .twitch-form { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; margin: 6px 0; align-items: center; }
.twitch-register .twitch-form dt { font-weight: normal; }
.twitch-register .twitch-form dd { margin: 0; display: flex; gap: 8px; align-items: center; }
.twitch-badge { position: relative; }
.twitch-badge::after { content: ''; position: absolute; top: 3px; right: 3px; width: 8px; height: 8px; border-radius: 50%; background: var(--red-ui-text-color-error, #ad1625); }
.twitch-register ol { margin: 0 0 10px 20px; padding: 0; }
.twitch-register li { margin-bottom: 6px; }
.twitch-sidebar { display: flex; flex-direction: column; height: 100%; padding: 8px; box-sizing: border-box; gap: 8px; }
.twitch-sidebar .twitch-views { display: flex; gap: 4px; flex-wrap: wrap; }
.twitch-sidebar .twitch-views .selected { font-weight: 600; text-decoration: underline; }
.twitch-sidebar > [role='tabpanel'] { flex: 1 1 auto; min-height: 0; overflow-y: auto; margin: 0; }
.twitch-sidebar .twitch-practice { display: flex; flex-direction: column; gap: 8px; }
.twitch-sidebar > [hidden] { display: none; }
.twitch-sidebar .form-tips { max-width: none; margin: 0 0 8px; }
.twitch-sidebar .twitch-filter { display: flex; gap: 10px; align-items: center; flex-wrap: wrap; }
.twitch-sidebar .twitch-filter label { margin: 0; }
.twitch-sidebar .twitch-transcript { flex: 1 1 auto; overflow-y: auto; min-height: 60px; }
.twitch-sidebar .twitch-entry { padding: 2px 0; overflow-wrap: anywhere; }
.twitch-sidebar .twitch-own { font-weight: 600; }
.twitch-sidebar .twitch-entry[data-kind='call'], .twitch-sidebar .twitch-entry[data-kind='event'] { opacity: 0.85; font-size: 0.9em; }
.twitch-sidebar .twitch-say { display: flex; gap: 6px; flex-wrap: wrap; margin: 0; }
.twitch-sidebar .twitch-say select { width: 100%; }
.twitch-sidebar .twitch-say input { flex: 1 1 auto; width: auto; }
.twitch-sidebar .twitch-world > summary, .twitch-sidebar .twitch-card summary { cursor: pointer; }
.twitch-sidebar .twitch-deeds { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 4px 12px; margin-top: 6px; }
.twitch-sidebar .twitch-deed { display: flex; gap: 6px; align-items: center; }
.twitch-sidebar .twitch-deed button { flex: 0 0 130px; text-align: left; }
.twitch-sidebar .twitch-deed input { width: 70px; margin: 0; height: 26px; }
.twitch-sidebar .twitch-deed select { width: auto; min-width: 0; flex: 1 1 auto; margin: 0; height: 26px; padding: 0 4px; }
.twitch-sidebar .twitch-deed[data-deed='fault'] { grid-column: 1 / -1; flex-wrap: wrap; }
.twitch-sidebar .twitch-deed[data-deed='fault'] select { flex: 1 1 180px; }
.twitch-sidebar .twitch-card { border: 1px solid var(--red-ui-form-input-border-color); border-radius: 4px; padding: 8px 10px; margin-bottom: 10px; }
.twitch-sidebar .twitch-card-head { display: flex; gap: 8px; align-items: baseline; justify-content: space-between; }
.twitch-sidebar .twitch-card-head h4 { margin: 0; font-size: 1em; font-weight: 600; }
.twitch-sidebar .twitch-state { opacity: 0.85; }
.twitch-sidebar ul { margin: 4px 0; padding: 0; list-style: none; }
.twitch-sidebar .twitch-problem-list li, .twitch-sidebar .twitch-checks li { margin: 4px 0; }
.twitch-sidebar .twitch-list-title { margin-top: 4px; font-weight: 500; }
.twitch-sidebar .twitch-check-sum { margin-top: 8px; font-weight: 600; }
.twitch-sidebar .twitch-buttons { display: flex; gap: 6px; flex-wrap: wrap; margin-top: 8px; }
.twitch-sidebar .twitch-logged { padding: 4px 0; border-bottom: 1px solid var(--red-ui-secondary-border-color, transparent); overflow-wrap: anywhere; }
.twitch-sidebar .twitch-logged-head { display: flex; gap: 6px; flex-wrap: wrap; align-items: baseline; }
.twitch-sidebar .twitch-logged-head time { opacity: 0.85; }
.twitch-sidebar .twitch-logged-type { font-weight: 500; }
.twitch-sidebar .twitch-logged-test { font-style: italic; }
.twitch-sidebar .twitch-test > select { width: 100%; }
.twitch-sidebar .twitch-test-fields { display: grid; grid-template-columns: minmax(90px, 40%) 1fr; gap: 4px 8px; margin: 8px 0; }
.twitch-sidebar .twitch-test-fields label { display: contents; }
.twitch-sidebar .twitch-test-fields input:not([type='checkbox']), .twitch-sidebar .twitch-test-fields select { width: 100%; margin: 0; box-sizing: border-box; }
.twitch-sidebar .twitch-test-fields span { overflow-wrap: anywhere; align-self: center; }
`;

export function addStyle(): void {
  $('<style>').text(CSS).appendTo('head');
}
