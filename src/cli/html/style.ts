/** The style that all pages share. */
export const style = `
:root {
  --page: #fbfbfc; --card: #fff; --line: #d9dce3; --text: #1c2230; --quiet: #596072; --link: #0b57c4; --mark: #e6eefc;
  --critical: #8b1a4f; --high: #bf2c1b; --medium: #a25b00; --low: #2f62ad; --on: #fff;
  --shade-1: #e3eefb; --shade-2: #c5ddf6; --shade-3: #9cc4ee; --shade-4: #6ba5e2;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  color: var(--text); background: var(--page);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12151c; --card: #1a1f29; --line: #343b4a; --text: #e6e9f0; --quiet: #a3abbd; --link: #86b7ff; --mark: #243352;
    --critical: #ff8fc0; --high: #ff8d7d; --medium: #f0b45c; --low: #8ab8ff; --on: #12151c;
    --shade-1: #1b2c44; --shade-2: #1f3c63; --shade-3: #254f86; --shade-4: #2c63aa;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem clamp(.75rem, 3vw, 2rem) 3rem; max-width: 92rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
h2 { font-size: 1.1rem; margin: 0 0 .6rem; }
h3 { font-size: 1rem; margin: 0 0 .4rem; }
p { margin: .4rem 0; }
a { color: var(--link); }
code, .code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .87em; }
pre { white-space: pre-wrap; margin: .4rem 0; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; }
.notice { border-left: .3rem solid var(--medium); }
.number { font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
:is(a, button, summary):focus-visible { outline: .15rem solid var(--link); outline-offset: .1rem; border-radius: .2rem; }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: .4rem; cursor: pointer; }
button:hover { background: var(--mark); }
button[aria-pressed="true"] { background: var(--mark); border-color: var(--link); }
.severity { font-weight: 600; font-size: .8rem; border-radius: .3rem; padding: .05rem .45rem; color: var(--on); white-space: nowrap; }
.severity.critical { background: var(--critical); }
.severity.high { background: var(--high); }
.severity.medium { background: var(--medium); }
.severity.low { background: var(--low); }
.tag { font-size: .8rem; border: 1px solid var(--line); border-radius: .3rem; padding: 0 .4rem; color: var(--quiet); white-space: nowrap; }
@page { margin: 1.2cm; }
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --quiet: #444; --line: #bbb; --link: #000; --on: #fff;
    --critical: #8b1a4f; --high: #bf2c1b; --medium: #a25b00; --low: #2f62ad;
    --shade-1: #e3eefb; --shade-2: #c5ddf6; --shade-3: #9cc4ee; --shade-4: #6ba5e2; font-size: 11px; }
  body { padding: 0; max-width: none; }
  .card { border-radius: 0; }
  .screen { display: none; }
  .severity, [class*="shade-"] { print-color-adjust: exact; }
  h2, h3 { break-after: avoid; }
}
`;
