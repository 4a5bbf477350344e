/**
 * What runs in the browser. It shows and hides what is in the page, and makes nothing of texts. It is put into the page
 * as it is written here, so it may use nothing from outside of itself.
 */

/** What it asks of a document. TypeScript's own types of it would be known in all files, where Node has none of it. */
interface Node {
  hidden: boolean;
  open: boolean;
  textContent: string | null;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  closest(selector: string): Node | null;
}

interface Page {
  querySelector(selector: string): Node | null;
  querySelectorAll(selector: string): Iterable<Node>;
  addEventListener(event: 'click', listener: (event: { readonly target: Node | null }) => void): void;
}

/**
 * A button with `data-filter` and `data-value` chooses alerts that have the value among those in their `data-` of that
 * name. Of one name any of the chosen values will do, of several names all must fit.
 */
export function filterAlerts(page: Page): void {
  const names = ['severity', 'notified', 'slot', 'incident', 'tactic', 'actor', 'rule'];
  const buttons = [...page.querySelectorAll('button[data-filter]')];
  const alerts = [...page.querySelectorAll('.alert')].map((node) => ({
    node,
    values: names.map((name) => (node.dataset[name] ?? '').split(' ')),
  }));
  const status = page.querySelector('#status');
  const all = page.querySelector('#all');
  const none = page.querySelector('#none');

  const isPressed = (button: Node): boolean => button.getAttribute('aria-pressed') === 'true';

  const show = (): void => {
    const pressed = buttons.filter(isPressed);
    const chosen = names.map((name) => {
      const of = pressed.filter(({ dataset }) => dataset.filter === name);
      return of.length === 0 ? undefined : new Set(of.map(({ dataset }) => dataset.value ?? ''));
    });
    let shown = 0;
    for (const { node, values } of alerts) {
      const fits = chosen.every(
        (wanted, i) => wanted === undefined || values[i]?.some((value) => wanted.has(value)),
      );
      if (node.hidden === fits) node.hidden = !fits;
      if (fits) shown++;
    }
    const labels = pressed.map(({ dataset }) => dataset.label ?? '');
    const of = `${shown.toLocaleString('en')} of ${alerts.length.toLocaleString('en')} alerts`;
    if (status)
      status.textContent = labels.length === 0 ? (status.dataset.all ?? '') : `${of}: ${labels.join(', ')}`;
    if (all) all.hidden = labels.length === 0;
    if (none) none.hidden = shown > 0;
  };

  const open = (isOpen: boolean): void => {
    for (const { node } of alerts) if (!node.hidden) node.open = isOpen;
  };

  page.addEventListener('click', ({ target }) => {
    const button = target?.closest('button');
    if (!button) return;
    const { filter, act } = button.dataset;
    if (filter !== undefined) button.setAttribute('aria-pressed', String(!isPressed(button)));
    if (act === 'all') for (const each of buttons) each.setAttribute('aria-pressed', 'false');
    if (act === 'open' || act === 'close') open(act === 'open');
    if (filter !== undefined || act === 'all') show();
  });
}
