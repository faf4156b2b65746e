/** The look of every page: system fonts, light and dark, prints well. Inlined, so that a page is one file. */
export const STYLE = `
:root{--ink:#16202b;--soft:#5a6875;--line:#d7dee5;--paper:#fff;--wash:#f4f7f9;--good:#12734a;--bad:#b3261e;--warm:#b26a00;--accent:#1f5fa8;--detect:#7a8ea3;--decide:#c98a1b;--machine:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--ink:#e4ebf1;--soft:#9aa9b7;--line:#33414d;--paper:#131a21;--wash:#1b242d;--good:#4cc38a;--bad:#ff7b72;--warm:#e3a34b;--accent:#6cb0ff;--detect:#7a8ea3;--decide:#e3a34b;--machine:#4f9bf0}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.2;margin:.4rem 0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}h3{font-size:.95rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0}.lead,.note,.facts th{color:var(--soft)}.note{font-size:.88rem}
.stamp{display:inline-block;margin:0;padding:.1rem .6rem;border:2px solid var(--warm);color:var(--warm);border-radius:.3rem;font-weight:700;letter-spacing:.08em;text-transform:uppercase;font-size:.8rem}
.stamp.production{border-color:var(--good);color:var(--good)}
.answer{font-weight:600;font-size:1.05rem}.answer.yes{color:var(--good)}.answer.no,.broken{color:var(--bad)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.8rem;margin:.8rem 0}
.card{background:var(--wash);border:1px solid var(--line);border-left:4px solid var(--line);border-radius:.4rem;padding:.7rem .9rem;position:relative}
.card.yes{border-left-color:var(--good)}.card.no{border-left-color:var(--bad)}
.card h3{margin:0;font-size:.82rem;color:var(--soft);font-weight:600}.card .value{font-size:1.45rem;font-weight:650;margin:.1rem 0}.card .mark{position:absolute;top:.55rem;right:.8rem;margin:0;font-size:.78rem;font-weight:700;color:var(--good)}.card.no .mark{color:var(--bad)}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.6rem 0}th,td{text-align:left;padding:.32rem .6rem .32rem 0;border-bottom:1px solid var(--line);vertical-align:top}th{font-weight:600;font-size:.82rem;color:var(--soft)}
td:first-child{white-space:nowrap;padding-right:1rem}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.n,th.n{padding-right:1.1rem}tr.critical td:first-child,tr.critical td:nth-child(2){font-weight:650}.facts th{width:8rem}
code{font:.85em ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
svg{width:100%;height:auto;display:block;margin:.5rem 0}svg text{fill:var(--soft);font-size:11px;font-family:inherit}svg .strong{fill:var(--ink);font-weight:600}
ul{margin:.3rem 0;padding-left:1.2rem}
@media print{main{max-width:none;padding:0}section{break-inside:avoid}}
`;
