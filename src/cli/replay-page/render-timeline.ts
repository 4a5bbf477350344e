/** The timeline of a replay's page: a bar for each slot, which chooses its alerts. */
import type { Severity } from '../../rule.ts';
import { count } from '../count.ts';
import { type Html, html } from '../html/html.ts';
import { severities, sum } from './counts.ts';
import { instant } from './render-alert.ts';
import type { Slot, Timeline } from './timeline.ts';

export function timelineSection({ slots, slotLength }: Timeline): Html | undefined {
  const [first] = slots;
  const last = slots.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const most = Math.max(...slots.map(({ counts }) => sum(counts)));
  const bars = slots.map(({ counts }) => barOf(counts, most));
  const height = Math.max(...bars.map((bar) => bar.reduce((all, each) => all + each.height, 0)));
  const inSlot = (slot: Slot, i: number) => {
    const label = `${instant(slot.start)} to ${instant(slot.start + slotLength)}`;
    if (sum(slot.counts) === 0) return html`<span></span>`;
    return html`<button type="button" aria-pressed="false" data-filter="slot" data-value="${i}" data-label="${label}" aria-label="${label}: ${inWords(slot)}" title="${label}: ${inWords(slot)}">${drawn(bars[i] ?? [], height)}</button>`;
  };
  return html`<section class="card timeline" aria-label="Timeline"><div class="slots">${slots.map(inSlot)}</div>
<p class="ends quiet"><span>${instant(first.start)}</span><span>${instant(last.start + slotLength)}</span></p></section>`;
}

interface Segment {
  readonly severity: Severity;
  readonly height: number;
}

/** However few alerts a slot has beside others, they are to be seen. */
const leastHeight = 5;

/** From below: the most severe first, so that they stand on the line. */
function barOf(counts: Slot['counts'], most: number): readonly Segment[] {
  return severities.flatMap((severity, i) => {
    const of = counts[i] ?? 0;
    return of === 0 ? [] : [{ severity, height: Math.max(leastHeight, (100 * of) / most) }];
  });
}

/** Attributes of SVG have the sizes: the page's policy allows no style but its own. */
function drawn(bar: readonly Segment[], height: number): Html {
  let top = height;
  const rects = bar.map((segment) => {
    top -= segment.height;
    return html`<rect class="${segment.severity}" x="0" width="1" y="${top.toFixed(2)}" height="${segment.height.toFixed(2)}"/>`;
  });
  return html`<svg viewBox="0 0 1 ${height.toFixed(2)}" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`;
}

function inWords({ counts }: Slot): string {
  const of = severities.flatMap((severity, i) => {
    const found = counts[i] ?? 0;
    return found === 0 ? [] : [`${found.toLocaleString('en')} ${severity}`];
  });
  return `${count(sum(counts), 'alert')}, ${of.join(', ')}`;
}
