/** The page's script: highlights the connections of the part under the pointer, and opens all details in print. */
export const PAGE_SCRIPT = `
(() => {
  const picture = document.querySelector("svg.architecture");
  if (picture) {
    const edges = picture.querySelectorAll("[data-from]");
    const show = (id) => {
      picture.classList.toggle("is-asked", id !== undefined);
      for (const edge of edges) {
        edge.classList.toggle("is-shown", edge.dataset.from === id || edge.dataset.to === id);
      }
    };
    for (const part of picture.querySelectorAll("[data-id]")) {
      const id = part.dataset.id;
      const own = [...edges].some((edge) => edge.dataset.from === id || edge.dataset.to === id);
      if (!own) continue;
      part.addEventListener("pointerenter", () => show(id));
      part.addEventListener("pointerleave", () => show(undefined));
    }
  }
  const details = () => document.querySelectorAll("details:not([open])");
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...details()];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
})();
`;
