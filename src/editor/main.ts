// The editor half of the package: one object on `window`, which the inline code of the dialogs calls.
import { account } from './account.js';
import { adoptAccounts } from './adopt.js';
import { closeForm, openForm, saveForm } from './form.js';
import { label } from './label.js';
import { addSidebar } from './sidebar.js';
import { watchSignedOut } from './signed-out.js';
import { addStyle } from './style.js';
import { pressTest } from './test-button.js';
import { validate } from './validate.js';

window.streamwireTwitch = {
  account,
  form: { open: openForm, save: saveForm, close: closeForm },
  label,
  validate,
  test: { press: pressTest },
};

addStyle();
adoptAccounts();
// The catalogues are loaded after this module: the sidebar waits for them.
RED.events.on('flows:loaded', addSidebarOnce);

let sidebarAdded = false;
function addSidebarOnce(): void {
  if (sidebarAdded) return;
  sidebarAdded = true;
  addSidebar();
  watchSignedOut();
}
