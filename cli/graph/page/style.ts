import { Markup } from "../markup";

/** The style of the page: light, dark and printed, on large and small screens. */
export const PAGE_STYLE = new Markup(`
:root{--ground:#fff;--sheet:#f5f7fa;--ink:#17202c;--dim:#5b6675;--rule:#dde3ea;--accent:#2458c5;--good:#1d7a3e;--bad:#c81e1e;--open:#a86400;--none:#76808d;
--good-ground:#e8f5ec;--bad-ground:#fdecec;--open-ground:#fdf3e0;--none-ground:#eef1f5;--told:#8a94a3;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--ground:#10151c;--sheet:#171e27;--ink:#e6ebf1;--dim:#9aa7b6;--rule:#2b3644;--accent:#7ea6ff;--good:#5fc583;--bad:#ff7b72;--open:#e3a93c;--none:#8b98a8;
--good-ground:#14291c;--bad-ground:#341a1b;--open-ground:#31260f;--none-ground:#1e2732;--told:#6d7a8a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
header.top,main,footer{max-width:1440px;margin:0 auto;padding:0 32px}
header.top{padding-top:36px}
.kicker{margin:0;color:var(--dim);font-size:14px}
h1{font-size:30px;line-height:1.25;letter-spacing:-.015em;margin:6px 0 22px}
h2{font-size:21px;letter-spacing:-.01em;margin:0 0 14px}
h3{font-size:16px;margin:24px 0 8px}
section{padding:30px 0;border-top:1px solid var(--rule);scroll-margin-top:8px}
a{color:var(--accent)}
code,pre{font-family:var(--mono);font-size:.88em}
.verdict{display:flex;gap:14px;align-items:baseline}
.verdict .word{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.verdict .sign{font-size:1em}
.details{margin:-10px 0 22px;overflow-wrap:anywhere}
.is-passed{--own:var(--good);--own-ground:var(--good-ground)}.is-failed{--own:var(--bad);--own-ground:var(--bad-ground)}
.is-unknown,.is-warned{--own:var(--open);--own-ground:var(--open-ground)}
.is-skipped,.is-not-applicable{--own:var(--none);--own-ground:var(--none-ground)}
.mark{color:var(--own);font-weight:600;font-size:13px;white-space:nowrap}
.mark .sign{display:inline-block;width:1.35em;font-weight:700}
.mark.is-passed .sign::before{content:"\\2713"}.mark.is-failed .sign::before{content:"\\2717"}
.mark.is-unknown .sign::before{content:"?"}.mark.is-warned .sign::before{content:"!"}
.mark.is-skipped .sign::before,.mark.is-not-applicable .sign::before{content:"\\2013"}
.verdict .mark{font-size:inherit}
.steps{list-style:none;margin:0 0 20px;padding:0;display:grid;grid-template-columns:repeat(4,1fr);gap:12px}
.step{background:var(--own-ground);border-radius:10px;padding:12px 14px;display:grid;grid-template-columns:auto 1fr auto;gap:2px 8px;align-items:baseline}
.step .number{color:var(--dim);font-size:13px}
.step .summary{grid-column:1/-1;color:var(--dim);font-size:13.5px}
nav{display:flex;flex-wrap:wrap;gap:4px 20px;padding:12px 0 16px;font-size:14px}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
.error{background:var(--bad-ground);color:var(--ink);padding:14px 16px;border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}
.picture{border:1px solid var(--rule);border-radius:10px}
.picture:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.picture>div{width:min(var(--width),100%);min-width:min(var(--width),1120px);margin:0 auto}
.picture svg{display:block;width:100%;height:auto}
.architecture .edge,.architecture .port{transition:opacity .12s}
.architecture.is-asked .edge[data-from]:not(.is-shown),.architecture.is-asked .port:not(.is-shown){opacity:.12}
.connections{list-style:none;padding:0;margin:14px 0 0}
.connections li{display:flex;gap:10px;align-items:baseline;padding:4px 0}
.requirements{display:grid;gap:8px}
.requirements.inner{padding:4px 14px 14px}
details{border:1px solid var(--rule);border-left:4px solid var(--own);border-radius:8px;background:var(--ground)}
summary{cursor:pointer;padding:10px 14px;display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline;list-style:none}
summary::-webkit-details-marker{display:none}
summary .mark{min-width:104px}
summary .title{font-weight:600}
.id{color:var(--dim);font-size:12.5px}
summary .id{margin-left:auto}
.evidence{margin:0;padding:2px 16px 12px 32px;color:var(--ink)}
.evidence li{padding:3px 0}
.evidence li::marker{color:var(--own)}
.subject{font-weight:600;overflow-wrap:anywhere}
.type{color:var(--dim);font-size:13px;font-weight:400}
.seen{color:var(--dim);overflow-wrap:anywhere}
.is-failed>.seen,.is-failed .seen{color:var(--ink)}
p.seen,p.remedy{margin:2px 0 0;font-size:14px;font-weight:400}
.remedy{background:var(--sheet);border-radius:6px;padding:6px 10px;margin-top:6px;overflow-wrap:anywhere}
.remedy b{color:var(--accent);margin-right:6px}
.without{color:var(--dim);font-style:italic;margin:0}
.facts{margin:0 0 18px;display:grid;gap:2px}
.facts div{display:grid;grid-template-columns:190px 1fr;gap:12px;padding:5px 0;border-bottom:1px solid var(--rule)}
.facts div:last-child{border-bottom:0}
.facts dt{color:var(--dim)}
.facts dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}
table{border-collapse:collapse;width:100%;font-size:14px}
caption{text-align:left;color:var(--dim);padding:0 0 8px;font-size:13.5px}
th,td{text-align:left;padding:6px 10px;vertical-align:top;border-bottom:1px solid var(--rule)}
thead th{color:var(--dim);font-weight:600;font-size:13px}
td.number,th.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.waterfall{min-width:900px;table-layout:fixed}
.waterfall th:nth-child(1){width:42%}.waterfall th:nth-child(2){width:84px}.waterfall th:nth-child(3){width:88px}.waterfall th:nth-child(4){width:82px}
.waterfall tbody th{width:auto}
.waterfall thead .time{display:flex;justify-content:space-between;font-weight:400}
.waterfall .action>*{background:var(--sheet);font-weight:600;border-top:1px solid var(--rule)}
.waterfall .action .mark{margin-right:10px}
.waterfall .request td{padding-top:3px;padding-bottom:3px;font-size:13px}
.url{font-family:var(--mono);font-size:12px!important;overflow-wrap:anywhere}
.answer.bad{color:var(--bad);font-weight:600}.answer.told{color:var(--dim)}
.time{position:relative}
td.time{background-image:linear-gradient(to right,var(--rule) 1px,transparent 1px);background-size:25% 100%}
.bar{position:absolute;top:50%;height:10px;margin-top:-5px;min-width:3px;border-radius:3px;background:var(--accent)}
.bar.whole{background:var(--own,var(--accent));opacity:.35}
.bar.told{background:var(--told)}.bar.bad{background:var(--bad)}
.cost{min-width:720px}
.cost .share{position:relative;width:16%}
.cost .share .bar{opacity:.6}
#cost details{margin-top:8px}#cost details .scroll{padding:0 8px 8px}
.total{margin:0;font-size:17px}.total b{font-size:28px;letter-spacing:-.02em;margin-right:6px}
.checks{list-style:none;margin:0;padding:0}
.check{display:grid;grid-template-columns:104px 1fr;gap:10px;padding:9px 0;border-bottom:1px solid var(--rule)}
.check .title{font-weight:600}
.said{margin:0 0 10px}
.exchange{display:grid;grid-template-columns:1fr 1fr;gap:16px}
figure{margin:0;min-width:0;border:1px solid var(--rule);border-radius:8px;overflow:hidden}
figcaption{padding:9px 14px;background:var(--sheet);font-weight:600;font-size:14px}
figure pre{margin:0;padding:12px 14px;white-space:pre-wrap;overflow-wrap:anywhere;max-height:340px;overflow:auto}
footer{color:var(--dim);font-size:13px;padding-top:20px;padding-bottom:40px;border-top:1px solid var(--rule)}
@media (max-width:900px){.steps{grid-template-columns:1fr 1fr}.exchange{grid-template-columns:1fr}}
@media (max-width:640px){header.top,main,footer{padding-left:16px;padding-right:16px}h1{font-size:23px}.steps{grid-template-columns:1fr}
.facts div{grid-template-columns:1fr;gap:0}.check{grid-template-columns:1fr;gap:0}summary .id{margin-left:0}.picture>div{min-width:min(var(--width),1000px)}}
@media print{:root{--ground:#fff;--sheet:#f5f5f5;--ink:#000;--dim:#444;--rule:#ccc}body{font-size:11pt}nav{display:none}h2,.steps{break-after:avoid}.steps{grid-template-columns:repeat(4,1fr);gap:6px}.step{padding:8px}
section{break-inside:auto}details,figure,.check,tr,.step{break-inside:avoid}.scroll{overflow:visible}.picture>div{min-width:0}.picture svg{max-height:21cm}
.waterfall,.cost{min-width:0}.bar,.step{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`);
