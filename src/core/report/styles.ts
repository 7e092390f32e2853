/** Of the whole page: light or dark as the reader's screen is, and light on paper. */
export const styles = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d5d9de; --paper: #fff; --tint: #f4f6f8;
  --first: #2f6fd6; --second: #b8500b; --warn: #8a4b00; --warn-soft: #fff4e0; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ed; --soft: #a2abb5; --line: #3a424b; --paper: #15181c; --tint: #1e2329;
    --first: #6ea8ff; --second: #f0954f; --warn: #f5c26b; --warn-soft: #33291a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 880px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--line); }
h3 { font-size: 15px; margin: 22px 0 6px; }
p, ul, ol { margin: 0 0 10px; } li { margin: 2px 0; overflow-wrap: anywhere; }
.soft, figcaption { color: var(--soft); } .small { font-size: 13px; }
.lead { font-size: 17px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 8px 24px; margin: 0 0 12px; }
dt { color: var(--soft); font-size: 13px; } dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 10px; margin: 14px 0; }
.tile { background: var(--tint); border-radius: 8px; padding: 10px 14px; }
.tile b { display: block; font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; margin: 0 0 12px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 4px 10px; border-bottom: 1px solid var(--line); font-weight: 400; vertical-align: top; }
thead th { color: var(--soft); font-size: 13px; } tr > :first-child { text-align: left; overflow-wrap: anywhere; }
.text { text-align: left; }
.note { background: var(--warn-soft); color: var(--warn); border-radius: 8px; padding: 8px 14px; }
figure { margin: 14px 0; } figure svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font: 12px system-ui, 'Segoe UI', Roboto, sans-serif; }
.axis { stroke: var(--line); } .first { stroke: var(--first); } .second { stroke: var(--second); }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round; } .dot { fill: var(--first); fill-opacity: 0.55; }
.bar { fill: var(--first); } .mark { stroke: var(--soft); stroke-dasharray: 4 4; }
.share { display: block; height: 10px; margin-top: 6px; border-radius: 3px; background: var(--first); } td:has(> .share) { min-width: 160px; width: 40%; }
.key { font-size: 13px; color: var(--soft); } .key i { display: inline-block; width: 18px; height: 3px; margin: 0 6px 3px 0; vertical-align: middle; }
.key i.one { background: var(--first); } .key i.two { background: var(--second); } .key span { margin-right: 18px; }
details summary { cursor: pointer; color: var(--soft); } pre { background: var(--tint); border-radius: 8px; padding: 12px; overflow: auto; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 48px; color: var(--soft); font-size: 13px; border-top: 1px solid var(--line); padding-top: 10px; }
@page { margin: 18mm 16mm; }
@media print {
  main { max-width: none; padding: 0; } h2 { break-after: avoid; } figure, .tile, tr, .note { break-inside: avoid; }
  .wide { overflow: visible; } body { font-size: 11pt; } details:not([open]) { display: none; }
}
`
