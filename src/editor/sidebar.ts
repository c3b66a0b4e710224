import { mayChange } from './dialog-parts.js';
import { get } from './look-ups.js';
import { copyAsRecipe } from './recipe.js';
import { AccountsView, type AccountOverview } from './sidebar-accounts.js';
import { EventsView, type LogEntry } from './sidebar-events.js';
import { Failure, sidebarText, smallButton } from './sidebar-parts.js';
import { PracticeView } from './sidebar-practice.js';
import { TestView } from './sidebar-test.js';
import { onSignedOut } from './signed-out.js';

interface Overview {
  readonly accounts: readonly (AccountOverview & { readonly practice: boolean })[];
  readonly entries: readonly LogEntry[];
}

const LOOK_EVERY_MS = 2000;
const VIEWS = ['accounts', 'events', 'test', 'practice'] as const;
type View = (typeof VIEWS)[number];

/** The Twitch tab: accounts, the last events, a test of any trigger, the practice world. Looks only while it is open. */
export function addSidebar(): void {
  const content = $('<div class="twitch-sidebar"></div>');
  const accounts = new AccountsView();
  const events = new EventsView();
  const test = new TestView();
  const practice = new PracticeView();
  const hosts: Readonly<Record<View, JQuery>> = {
    accounts: accounts.host,
    events: events.host,
    test: test.host,
    practice: practice.host,
  };
  const views = VIEWS.filter((view) => view !== 'test' || mayChange());
  const tabs = $('<div class="twitch-views" role="tablist"></div>').appendTo(content);
  for (const view of views) {
    smallButton(sidebarText(`view.${view}`), () => choose(view))
      .attr({ role: 'tab', 'data-view': view })
      .appendTo(tabs);
    hosts[view].attr('role', 'tabpanel').prop('hidden', true).appendTo(content);
  }
  const failure = new Failure().appendTo(content);
  const foot = $('<div class="twitch-foot"></div>').appendTo(content);
  smallButton(sidebarText('recipe.button'), copyAsRecipe)
    .attr('data-action', 'recipe')
    .attr('title', sidebarText('recipe.tip'))
    .appendTo(foot);
  let chosen: View | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  RED.sidebar.addTab({
    id: 'twitch',
    label: sidebarText('label'),
    name: sidebarText('title'),
    iconClass: 'fa fa-comments-o',
    content,
    // Among the buttons that are always seen: its badge tells that somebody has to sign in.
    pinned: true,
    enableOnEdit: true,
    onchange: look,
    onremove: stop,
  });
  RED.actions.add('streamwire:show-twitch-tab', () => RED.sidebar.show('twitch'));
  onSignedOut((count) => {
    // The tab itself, and the button that stands for it where there is little room.
    const button = $('#red-ui-tab-twitch-link-button');
    // In a narrow sidebar only the menu of all tabs is left; Node-RED 5 has a bar of buttons.
    $('#red-ui-tab-twitch, button[data-tab-id="twitch"]')
      .add(button)
      .add(button.siblings('.red-ui-tab-link-button-menu'))
      .toggleClass('twitch-badge', count > 0)
      .attr('aria-description', count > 0 ? sidebarText('badge') : null);
  });

  function choose(view: View): void {
    chosen = view;
    for (const each of views) {
      hosts[each].prop('hidden', each !== view);
      tabs
        .find(`[data-view="${each}"]`)
        .toggleClass('selected', each === view)
        .attr('aria-selected', String(each === view));
    }
    look();
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function look(): void {
    stop();
    void failure.watch(ask()).then(() => {
      stop();
      if (content.is(':visible')) timer = setTimeout(look, LOOK_EVERY_MS);
    });
  }

  async function ask(): Promise<void> {
    if (chosen === 'practice') {
      await practice.look();
      return;
    }
    const overview = await get<Overview>(`twitch/overview?after=${events.last}`);
    events.add(overview.entries);
    if (chosen === null) {
      // A newcomer wants to see the viewers chat, a streamer whether all is well.
      const onlyPractice = overview.accounts.every((account) => account.practice);
      choose(onlyPractice ? 'practice' : 'accounts');
    } else if (chosen === 'accounts') await accounts.show(overview.accounts);
    else if (chosen === 'test') test.show();
  }
}
