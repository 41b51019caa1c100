import { Markup } from "../markup";

/** The style of the picture, light and dark. */
export const PICTURE_STYLE = new Markup(`
.architecture{--ground:#fff;--ink:#17202c;--dim:#5b6675;--card:#fff;--edge-card:#c9d1db;--box:#f6f8fa;--edge-box:#c4ccd6;--chip:#e9eef5;
--model:#0b7a75;--compute:#b4540a;--network:#2458c5;--storage:#2f7d32;--security:#a3275b;--outside:#5b6675;
--line-network:#2458c5;--line-access:#8a4fbf;--line-relation:#7b8794;--line-blocked:#c81e1e;--line-unknown:#a86400;
font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans","DejaVu Sans",sans-serif;font-size:11px;color:var(--ink)}
@media (prefers-color-scheme:dark){.architecture{--ground:#10151c;--ink:#e6ebf1;--dim:#9aa7b6;--card:#1a212b;--edge-card:#3a4655;--box:#141b24;--edge-box:#364252;--chip:#202b39;
--model:#3fc1b9;--compute:#f0a35e;--network:#7ea6ff;--storage:#74c478;--security:#f07aa9;--outside:#9aa7b6;
--line-network:#7ea6ff;--line-access:#c39bf0;--line-relation:#8593a3;--line-blocked:#ff7b72;--line-unknown:#e3a93c}}
@media print{.architecture{--ground:#fff;--ink:#000;--dim:#444;--card:#fff;--edge-card:#999;--box:#fff;--edge-box:#999;--chip:#f2f2f2}}
.architecture .ground{fill:var(--ground)}
.architecture text{fill:var(--ink)}
.architecture .caption{font-size:10.5px;fill:var(--dim)}
.architecture .label{font-size:13px;font-weight:700}
.architecture .detail{font-size:11px;fill:var(--dim)}
.architecture tspan.detail{font-weight:400}
.architecture .title{paint-order:stroke;stroke:var(--ground);stroke-width:5px;stroke-linejoin:round}
.architecture .box>rect{fill:var(--box);stroke:var(--edge-box);stroke-width:1.2}
.architecture .kind-region>rect{fill:var(--ground);stroke-width:1.5}
.architecture .kind-vpc>rect{stroke:var(--network);stroke-width:1.5}
.architecture .kind-subnets>rect{fill:var(--ground)}
.architecture .kind-load-balancer.box>rect,.architecture .kind-services>rect,.architecture .kind-interface-endpoints>rect{fill:var(--box)}
.architecture .card>rect{fill:var(--card);stroke:var(--edge-card)}
.architecture .kind-subnet.card>rect{fill:var(--chip);stroke:none}
.architecture .exists>rect{stroke-dasharray:5 4}
.architecture .family-model{--own:var(--model)}.architecture .family-compute{--own:var(--compute)}
.architecture .family-network{--own:var(--network)}.architecture .family-storage{--own:var(--storage)}
.architecture .family-security{--own:var(--security)}.architecture .family-outside{--own:var(--outside)}
.architecture .icon>rect{fill:var(--own)}
.architecture .icon>g{fill:none;stroke:var(--card);stroke-width:1.9;stroke-linejoin:round;stroke-linecap:round}
.architecture .line-network{--line:var(--line-network)}.architecture .line-access{--line:var(--line-access)}
.architecture .line-relation{--line:var(--line-relation)}.architecture .line-blocked{--line:var(--line-blocked)}
.architecture .line-unknown{--line:var(--line-unknown)}
.architecture .edge path{fill:none;stroke:var(--line);stroke-width:1.5}
.architecture .edge.line-access path{stroke-dasharray:5 3}
.architecture .edge.line-relation path{stroke-dasharray:1.5 3}
.architecture .edge.line-unknown path{stroke-dasharray:8 4}
.architecture .edge.line-blocked path{stroke-width:2.4}
.architecture marker path{fill:var(--line);stroke:none}
.architecture .port rect{fill:var(--ground);stroke:var(--line);stroke-width:1}
.architecture .port text{fill:var(--line);font-size:11px;font-weight:700;text-anchor:middle}
`);
