/** What an object's key says of where its events are from. */

/** What audit events do not say themselves. */
export interface KeyOrigin {
  readonly cluster?: string;
  readonly account?: string;
}

export type KeyReader = (key: string) => KeyOrigin;

/** In a template, what stands for each. */
const parts = { cluster: '[A-Za-z0-9][\\w-]{0,99}', account: '\\d{12}' } as const;

/**
 * @param only the cluster that whatever names none is of
 * @param template how keys begin, with `{cluster}` and perhaps `{account}` in it, such as `logs/{account}/{cluster}/`;
 * empty if keys say nothing
 * @returns what a key says, and what follows from it; nothing but `only` if it begins in another way
 */
export function keyReader(template: string, only: KeyOrigin = {}): KeyReader {
  const said = saidBy(template);
  return (key) => {
    const found = said(key);
    return found.cluster === undefined || found.cluster === only.cluster ? { ...only, ...found } : found;
  };
}

function saidBy(template: string): KeyReader {
  if (template === '') return () => ({});
  const pattern = template
    .split(/(\{cluster\}|\{account\})/)
    .map((piece) => {
      if (piece === '{cluster}') return `(?<cluster>${parts.cluster})`;
      return piece === '{account}' ? `(?<account>${parts.account})` : RegExp.escape(piece);
    })
    .join('');
  const start = new RegExp(`^${pattern}`);
  return (key) => ({ ...start.exec(key)?.groups });
}
