import { scopeRow } from '../../tables/scopes';

export interface PagePerson {
  readonly login: string;
  readonly name: string;
  readonly role: string;
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; background: #f4f2f8; color: #1d1a26; margin: 0; }
  main { max-width: 30rem; margin: 8vh auto; padding: 2rem; background: #fff; border-radius: 12px; box-shadow: 0 2px 16px #0002; }
  h1 { font-size: 1.3rem; margin-top: 0; } label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
  input, select, button { font: inherit; padding: .5rem .75rem; border: 1px solid #8884; border-radius: 8px; width: 100%; box-sizing: border-box; }
  button { margin-top: 1.25rem; background: #4b3a8f; color: #fff; border: 0; cursor: pointer; }
  button.quiet { background: #e6e2f2; color: #1d1a26; margin-top: .5rem; }
  .note { color: #5b5668; font-size: .9rem; } .wrong { color: #a3122a; font-weight: 600; }
`;

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style>${STYLE}</style></head>
<body><main>${content}
<p class="note">This is the practice Twitch on your own machine. No real account is involved.</p></main></body></html>`;
}

function peopleSelect(people: readonly PagePerson[]): string {
  const options = people.map(
    ({ login, name, role }) => `<option value="${escape(login)}">${escape(name)}, ${escape(role)}</option>`,
  );
  return `<label for="login">Signed in as</label><select id="login" name="login">${options.join('')}</select>`;
}

function permissionList(scopes: readonly string[]): string {
  if (scopes.length === 0) return '<p>It asks for no special permission.</p>';
  const items = scopes.map((scope) => `<li>${escape(scopeRow(scope)?.permission ?? scope)}</li>`);
  return `<p>It would like to:</p><ul>${items.join('')}</ul>`;
}

/** The page of a device code, with the code filled in. `scopes` null: no such code waits. */
export function activatePage(options: {
  readonly userCode: string;
  readonly scopes: readonly string[] | null;
  readonly people: readonly PagePerson[];
  readonly isWrong?: boolean;
}): string {
  const wrong = options.isWrong
    ? '<p class="wrong">This code is not valid. Start again where it was shown.</p>'
    : '';
  return page(
    'Connect an application',
    `<h1>Connect an application</h1>${wrong}
<form method="post" action="/oauth2/activate">
<label for="code">Code</label><input id="code" name="code" value="${escape(options.userCode)}" autocomplete="off" required>
${options.scopes ? permissionList(options.scopes) : ''}
${peopleSelect(options.people)}
<button type="submit" id="allow">Allow</button></form>`,
  );
}

/** After Allow. */
export function donePage(name: string): string {
  return page('Connected', `<h1>Connected as ${escape(name)}</h1><p>You can close this page.</p>`);
}

/** The consent page of the authorization code flow; its fields go back as they came. */
export function authorizePage(options: {
  readonly clientId: string;
  readonly form: URLSearchParams;
  readonly scopes: readonly string[];
  readonly people: readonly PagePerson[];
}): string {
  const hidden = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state']
    .filter((name) => options.form.has(name))
    .map((name) => `<input type="hidden" name="${name}" value="${escape(options.form.get(name) ?? '')}">`);
  return page(
    'Authorize an application',
    `<h1>Authorize an application</h1>${permissionList(options.scopes)}
<form method="post" action="/oauth2/authorize">${hidden.join('')}
${peopleSelect(options.people)}
<button type="submit" name="allow" value="1" id="allow">Authorize</button>
<button type="submit" name="deny" value="1" class="quiet">Cancel</button></form>`,
  );
}
