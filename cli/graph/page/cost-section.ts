import type { CostEstimate, CostItem } from "../../cost/estimate";
import { shortType } from "../../report/print-report";
import { markup, type Markup } from "../markup";
import { count, money } from "../../report/text-format";

/** Items that come to less of the total are shown together. */
const SMALL = 0.01;

/** The monthly cost of the idle plan, item by item, and the cost of other networks. */
export function costSection(cost: CostEstimate): Markup {
  const { currency, total, items, alternatives, unpriced, notIncluded } = cost;
  const large = items.filter(({ monthly }) => monthly >= total * SMALL);
  const small = items.filter((item) => !large.includes(item));
  const highest = Math.max(0, ...items.map(({ monthly }) => monthly));
  return markup`<p class="total"><b>${money(total, currency)}</b> a month when idle</p>
<p class="type">${cost.source}; a month has ${cost.hoursPerMonth} hours.</p>
${table(large, currency, highest)}
${more(count(small.length, "smaller item"), small, currency)}
${alternatives.length > 0 && otherNetworks(cost)}
${unpriced.length > 0 && markup`<h3>Without a price</h3><ul>${unpriced.map(({ resource, reason }) => markup`<li><span class="subject">${resource}</span> ${reason}</li>`)}</ul>`}
<p class="type">Not included: ${notIncluded.join("; ")}.</p>
`;
}

function table(items: readonly CostItem[], currency: string, most: number): Markup {
  return markup`<div class="scroll"><table class="cost">
<thead><tr><th scope="col">Resource</th><th scope="col">Charge</th><th scope="col" class="number">Price</th><th scope="col" class="number">A month</th><th scope="col" class="share"></th></tr></thead>
<tbody>${items.map((item) => row(item, currency, most))}</tbody>
</table></div>`;
}

function more(title: string, items: readonly CostItem[], currency: string): Markup | false {
  if (items.length === 0) return false;
  const sum = items.reduce((total, { monthly }) => total + monthly, 0);
  return markup`<details class="is-skipped"><summary><span class="title">${title}</span><span class="type">${money(sum, currency)} a month</span></summary>${table(items, currency, 0)}</details>`;
}

function row(item: CostItem, currency: string, most: number): Markup {
  const quantity = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 }).format(item.quantity);
  return markup`<tr><td><span class="subject">${item.resource}</span> <span class="type">${shortType(item.type)}</span></td><td>${item.what}</td><td class="number">${quantity} × ${money(item.unitPrice, currency, 6)} <span class="type">a ${item.unit}</span></td><td class="number"><b>${money(item.monthly, currency)}</b></td><td class="share">${most > 0 && markup`<span class="bar whole" style="left:0;width:${Math.round((item.monthly / most) * 100)}%"></span>`}</td></tr>
`;
}

function otherNetworks({ alternatives, currency }: CostEstimate): Markup {
  return markup`<h3>Other networks</h3>
<div class="scroll"><table class="cost">
<thead><tr><th scope="col">Form</th><th scope="col" class="number">Network</th><th scope="col" class="number">Plan with it</th><th scope="col">Consequences</th></tr></thead>
<tbody>${alternatives.map(
    ({ title, total, planTotal, note }) =>
      markup`<tr><td>${title}</td><td class="number">${money(total, currency)}</td><td class="number">${money(planTotal, currency)}</td><td>${note}</td></tr>`,
  )}</tbody>
</table></div>`;
}
