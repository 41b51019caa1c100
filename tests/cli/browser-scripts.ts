// What tests run in a browser: as text, for the compiler here knows no document.

/** The parts and ways that the picture in a page shows. */
export const SHOWN = `({
  nodes: [...document.querySelectorAll("svg.architecture [data-id]")]
    .filter((each) => each.getBoundingClientRect().width > 0)
    .map((each) => each.dataset.id),
  edges: [...document.querySelectorAll("svg.architecture .edge[data-from]")].map(({ dataset }) =>
    [dataset.from, "→", dataset.to, dataset.kind, dataset.status].join(" "),
  ),
})`;

/** The texts that stick out of their boxes, as the browser measures them. */
export const STICKING_OUT = `(() => {
  const isOutside = (text, box) => {
    const [a, b] = [text.getBoundingClientRect(), box.getBoundingClientRect()];
    return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1;
  };
  const within = (groups) =>
    [...document.querySelectorAll(groups)].flatMap((group) =>
      [...group.querySelectorAll("text")].filter((text) => isOutside(text, group.querySelector(":scope > rect"))),
    );
  const picture = document.querySelector("svg");
  const others = [...document.querySelectorAll("svg > text, svg .legend text")];
  return [...within("svg .card"), ...within("svg .port"), ...others.filter((text) => isOutside(text, picture))].map(
    (text) => text.textContent,
  );
})()`;

/** The elements that are wider than the page, but for those that scroll in a box of their own. */
export const OVERFLOWING = `[
  ...(document.documentElement.scrollWidth > innerWidth ? ["the page itself"] : []),
  ...[...document.querySelectorAll("body *")]
    .filter((each) => each.parentElement.closest(".scroll") === null)
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => each.outerHTML.slice(0, 80)),
]`;

/** The colours of the page's and the picture's ground. */
export const GROUND = `[
  getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector("svg .ground")).fill,
]`;

/** The ends of the ways that are lit up. */
export const LIT = `[...document.querySelectorAll(".edge.is-shown")].map(({ dataset }) => [dataset.from, dataset.to])`;

/** Draws a text of Mermaid's, and says what is in the picture. */
export const drawMermaid = (text: string): string => `(async () => {
  mermaid.initialize({ startOnLoad: false });
  document.body.innerHTML = (await mermaid.render("drawn", ${JSON.stringify(text)})).svg;
  return {
    parts: document.querySelectorAll("g.node, g.cluster").length,
    ways: document.querySelectorAll("path.flowchart-link").length,
    foreign: document.querySelectorAll("img, script[src], [onerror]").length,
    text: document.body.textContent,
  };
})()`;
