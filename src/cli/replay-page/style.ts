/** The style of the page of a replay. */
export const style = `
.numbers { display: flex; flex-wrap: wrap; gap: .5rem; margin: .8rem 0; }
.numbers button { padding: .3rem .7rem; background: var(--card); }
.numbers button[aria-pressed="true"] { background: var(--mark); }
.numbers strong { font-size: 1.15rem; margin-right: .3rem; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 .6rem; }
.tools p { flex: 1 1 12rem; margin: 0; }
.tools button { padding: .2rem .6rem; }
.timeline { margin: .8rem 0; }
.slots { display: flex; align-items: stretch; justify-content: start; height: 7rem; gap: 1px; border-bottom: 1px solid var(--line); }
.slots > * { flex: 1 1 0; min-width: 0; max-width: 4rem; padding: 0; border: 0; border-radius: .15rem .15rem 0 0; display: block; }
.slots button[aria-pressed="true"] { outline: .15rem solid var(--link); }
.slots svg { display: block; width: 100%; height: 100%; }
rect.critical { fill: var(--critical); } rect.high { fill: var(--high); } rect.medium { fill: var(--medium); } rect.low { fill: var(--low); }
.ends { display: flex; justify-content: space-between; gap: 1rem; margin: .2rem 0 0; font-size: .85rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: .8rem; }
.side { display: grid; gap: .8rem; align-content: start; grid-template-columns: minmax(0, 1fr); }
.choices { list-style: none; margin: 0; padding: 0; max-height: 19rem; overflow: auto; }
.choices button { display: flex; gap: .6rem; width: 100%; text-align: start; padding: .25rem .4rem; border-color: transparent; align-items: baseline; }
.choices button[aria-pressed="true"] { border-color: var(--link); }
.choices .name { flex: 1; min-width: 0; }
.choices .name small { display: block; color: var(--quiet); }
.choices .dot { width: .65rem; height: .65rem; border-radius: 50%; flex: none; align-self: center; }
.dot.critical { background: var(--critical); } .dot.high { background: var(--high); } .dot.medium { background: var(--medium); } .dot.low { background: var(--low); }
.path { display: flex; flex-wrap: wrap; gap: .3rem; list-style: none; margin: 0; padding: 0; align-items: center; }
.path li + li::before { content: "→"; color: var(--quiet); margin-right: .3rem; }
.path button { padding: .15rem .5rem; }
.alert { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; margin-bottom: .35rem; content-visibility: auto; contain-intrinsic-size: auto 4.5rem; }
.alert.critical { border-left: .3rem solid var(--critical); } .alert.high { border-left: .3rem solid var(--high); }
.alert.medium { border-left: .3rem solid var(--medium); } .alert.low { border-left: .3rem solid var(--low); }
.alert > summary { padding: .45rem .7rem; overflow: clip; }
.alert > summary .head { display: inline-flex; flex-wrap: wrap; gap: .15rem .6rem; align-items: baseline; vertical-align: top; max-width: calc(100% - 1.5rem); }
.alert > summary .rule { font-weight: 600; }
.alert > summary .reason { display: block; padding-left: 1.1rem; }
.alert > div { padding: .2rem .9rem .8rem 1.8rem; border-top: 1px solid var(--line); overflow: clip; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: .15rem 1rem; margin: .6rem 0; }
dt { color: var(--quiet); } dd { margin: 0; }
.story { margin: .4rem 0; padding-left: 1.2rem; }
.rules { margin-top: 1.5rem; }
.about { border-top: 1px solid var(--line); padding: .4rem 0; content-visibility: auto; contain-intrinsic-size: auto 2rem; }
@media (min-width: 62rem) {
  .columns { grid-template-columns: 24rem minmax(0, 1fr); gap: 1.2rem; align-items: start; }
  .side { position: sticky; top: .8rem; max-height: calc(100vh - 1.6rem); overflow: auto; }
  .choices { max-height: none; }
}
@media (max-width: 30rem) {
  .alert > div { padding-left: .9rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dt { margin-top: .4rem; }
}
@media (scripting: none) { .tools button { display: none; } button { pointer-events: none; } }
@media print {
  .columns { display: block; }
  .choices { max-height: none; overflow: visible; }
  .side { position: static; max-height: none; margin-bottom: .8rem; }
  .alert, .about { content-visibility: visible; break-inside: avoid; }
  .slots rect, .dot { print-color-adjust: exact; }
}
`;
