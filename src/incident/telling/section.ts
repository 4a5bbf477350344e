/** What people are told, before it is an e-mail, a message in chat or a page: texts in which every character is visible. */

export type Fact = readonly [label: string, value: string];

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** A list; `start` is the number of the first item where they are steps. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly start?: number }
  /** To be copied: lines as they are. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export interface Section {
  readonly heading?: string;
  readonly blocks: readonly Block[];
}

/** A message. */
export interface Telling {
  /** Lines that say what it is about, each shorter than the one before, of any visible characters. */
  readonly titles: readonly [string, ...string[]];
  readonly sections: readonly Section[];
  /** Ids of alerts that are told of for the first time. */
  readonly ids: readonly string[];
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

/** @returns no section where nothing is in it */
export function section(heading: string, blocks: readonly (Block | undefined)[]): readonly Section[] {
  const filled = blocks.filter((block) => block !== undefined).filter(hasContent);
  return filled.length === 0 ? [] : [{ heading, blocks: filled }];
}

function hasContent(block: Block): boolean {
  switch (block.kind) {
    case 'facts':
      return block.facts.length > 0;
    case 'list':
      return block.items.length > 0;
    default:
      return block.text !== '';
  }
}
