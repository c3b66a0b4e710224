import type { ElementHandle, Page } from 'playwright-core';

const colors: Readonly<Record<string, string>> = {
  'primary-background': '#16181d',
  'secondary-background': '#1c1f26',
  'secondary-background-selected': '#262a33',
  'secondary-background-inactive': '#14161b',
  'secondary-background-hover': '#22262e',
  'tertiary-background': '#181b20',
  'primary-text-color': '#eceef2',
  'secondary-text-color': '#b4b9c4',
  'tertiary-text-color': '#9aa0ac',
  'header-text-color': '#e2e4e9',
  'text-color-error': '#ff7a80',
  'text-color-warning': '#eab04a',
  'text-color-success': '#63c995',
  'text-color-code': '#5fd0c8',
  'text-color-link': '#f0797d',
  'primary-border-color': '#2b2f38',
  'secondary-border-color': '#2b2f38',
  'form-background': '#1c1f26',
  'form-text-color': '#eceef2',
  'form-placeholder-color': '#8c93a0',
  'form-input-background': '#101216',
  'form-input-border-color': '#3a3f4a',
  'form-button-background': '#262a33',
  'form-tips-background': '#221d0c',
  'workspace-button-background': '#16181d',
  'workspace-button-background-hover': '#22262e',
  'workspace-button-background-active': '#262a33',
  'workspace-button-background-selected': '#262a33',
  'workspace-button-color': '#b4b9c4',
  'workspace-button-color-hover': '#eceef2',
  'workspace-button-color-active': '#eceef2',
  'workspace-button-color-focus': '#eceef2',
  'workspace-button-color-selected': '#eceef2',
  'workspace-button-color-primary': '#ffffff',
  'workspace-button-background-primary': '#b01020',
  'view-background': '#101216',
  'palette-header-background': '#181b20',
  'tab-background': '#1c1f26',
  'tab-background-active': '#1c1f26',
  'tab-background-inactive': '#14161b',
  'tab-text-color-active': '#eceef2',
  'tab-text-color-inactive': '#b4b9c4',
  'popover-background': '#16181d',
  'popover-color': '#eceef2',
  'list-item-color': '#eceef2',
  'list-item-background': '#1c1f26',
};

/** A dark theme as people install one: nothing but other values for the editor's own colours. */
const darkTheme = `:root { color-scheme: dark; ${Object.entries(colors)
  .map(([name, value]) => `--red-ui-${name}: ${value};`)
  .join(' ')} }`;

/** The dark theme as a switch. */
export class DarkTheme {
  readonly #style: ElementHandle;

  private constructor(style: ElementHandle) {
    this.#style = style;
  }

  /** Puts it into the page, switched off. */
  static async install(page: Page): Promise<DarkTheme> {
    const theme = new DarkTheme(await page.addStyleTag({ content: darkTheme }));
    await theme.turn(false);
    return theme;
  }

  async turn(isOn: boolean): Promise<void> {
    await this.#style.evaluate((style, disabled) => {
      (style as unknown as { disabled: boolean }).disabled = disabled;
    }, !isOn);
  }
}

/** The least contrast of text that everybody can read (WCAG 2, level AA). */
const LEAST = 4.5;

/** Runs in the page, which the tests' compiler knows nothing of. */
const script = `(([selector, least]) => {
  const rgba = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a),
    a: 1,
  });
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((part) => {
      const value = part / 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const found = [];
  for (const element of document.querySelectorAll(selector + ' *')) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join(' ');
    const box = element.getBoundingClientRect();
    if (own.trim() === '' || box.width < 2 || box.height < 2 || element.disabled) continue;
    const layers = [];
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      layers.push(rgba(style.backgroundColor));
      opacity *= Number(style.opacity);
    }
    const back = layers.reverse().reduce((below, layer) => over(layer, below), { r: 255, g: 255, b: 255, a: 1 });
    const color = rgba(getComputedStyle(element).color);
    const front = over({ ...color, a: color.a * opacity }, back);
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < least) found.push(contrast.toFixed(1) + ' ' + own.trim().slice(0, 60));
  }
  return found;
})`;

/** Texts below an element that cannot be read well: contrast and words. */
export async function worstContrast(page: Page, selector: string): Promise<string[]> {
  return await page.evaluate<string[]>(`${script}(${JSON.stringify([selector, LEAST])})`);
}
