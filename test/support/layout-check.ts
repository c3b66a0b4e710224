import type { Page } from 'playwright-core';

/**
 * Runs in the page, which the tests' compiler knows nothing of. Looks at what can be read below an element: words, the grey
 * words of empty fields, the chosen line of a drop-down.
 */
const script = `((selector) => {
  const SLACK = 1.5;
  const ARROW = 16;
  const host = [...document.querySelectorAll(selector)].at(-1);
  if (!host) return ['nothing is shown'];
  const frame = host.getBoundingClientRect();
  const found = [];
  const short = (text) => '"' + text.trim().replace(/\\s+/g, ' ').slice(0, 50) + '"';
  const pen = document.createElement('canvas').getContext('2d');
  const widthOf = (text, element, part = null) => {
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element, part);
    pen.font = [fontStyle, fontWeight, fontSize, fontFamily].join(' ');
    return pen.measureText(text).width;
  };
  const room = (element) => {
    const { paddingLeft, paddingRight } = getComputedStyle(element);
    return element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  };
  // What is only for screen readers is cut off on purpose.
  const isShown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    element.closest('.twitch-aside') === null;

  const texts = [];
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || element.closest('option, script, style, textarea') || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    if (boxes.length === 0) continue;
    texts.push({ text: node.data, element, boxes });
    for (const box of boxes) {
      if (box.right > frame.right + SLACK || box.left < frame.left - SLACK)
        found.push(short(node.data) + ' sticks out of the dialog');
    }
    for (let at = element; at !== host; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      const around = at.getBoundingClientRect();
      if (overflowX !== 'visible' && boxes.some((box) => box.right > around.right + SLACK || box.left < around.left - SLACK))
        found.push(short(node.data) + ' is cut off at its side');
      if (overflowY === 'hidden' && boxes.some((box) => box.bottom > around.bottom + 2 * SLACK || box.top < around.top - 2 * SLACK))
        found.push(short(node.data) + ' is cut off below');
    }
  }

  const controls = [...host.querySelectorAll('input, select, textarea, button, .red-ui-typedInput-container')].filter(isShown);
  for (const control of controls) {
    const box = control.getBoundingClientRect();
    if (box.width > 1 && (box.right > frame.right + SLACK || box.left < frame.left - SLACK))
      found.push((control.id || control.className || control.tagName) + ' sticks out of the dialog');
    if (control.tagName === 'INPUT' && control.placeholder && control.value === '' && control.clientWidth > 0 &&
      widthOf(control.placeholder, control, '::placeholder') > room(control) + SLACK)
      found.push('the grey ' + short(control.placeholder) + ' is cut off');
    if (control.tagName === 'SELECT' && control.size < 2 && control.selectedOptions[0] &&
      widthOf(control.selectedOptions[0].text.trim(), control) > room(control) - ARROW + SLACK)
      found.push('the chosen ' + short(control.selectedOptions[0].text) + ' is cut off');
  }

  // What is scrolled away lies over nothing.
  const isInSight = (box, element) => {
    for (let at = element.parentElement; at && at !== host; at = at.parentElement) {
      const around = at.getBoundingClientRect();
      const scrolls = ['auto', 'scroll'].includes(getComputedStyle(at).overflowY);
      if (scrolls && (box.bottom > around.bottom + SLACK || box.top < around.top - SLACK)) return false;
    }
    return true;
  };
  for (const text of texts) text.boxes = text.boxes.filter((box) => isInSight(box, text.element));

  const cross = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 * SLACK &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 * SLACK;
  for (const [index, one] of texts.entries()) {
    for (const other of texts.slice(index + 1)) {
      if (one.boxes.some((a) => other.boxes.some((b) => cross(a, b))))
        found.push(short(one.text) + ' lies over ' + short(other.text));
    }
    for (const control of controls) {
      if (control.contains(one.element) || one.element.contains(control)) continue;
      const box = control.getBoundingClientRect();
      if (isInSight(box, control) && one.boxes.some((a) => cross(a, box)))
        found.push(short(one.text) + ' lies over ' + (control.name || control.id || control.className || control.tagName));
    }
  }
  return [...new Set(found)];
})`;

/** What cannot be read below an element because it is cut off, sticks out or lies over something else: one sentence each. */
export async function unreadable(page: Page, selector: string): Promise<string[]> {
  return await page.evaluate<string[]>(`${script}(${JSON.stringify(selector)})`);
}
