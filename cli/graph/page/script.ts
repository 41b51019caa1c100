/** What the page does beside being read: ways light up at the part that the pointer is on, and all is open in print. */
export const PAGE_SCRIPT = `
(() => {
  const picture = document.querySelector("svg.architecture");
  if (picture) {
    const ways = picture.querySelectorAll("[data-from]");
    const show = (id) => {
      picture.classList.toggle("is-asked", id !== undefined);
      for (const way of ways) {
        way.classList.toggle("is-shown", way.dataset.from === id || way.dataset.to === id);
      }
    };
    for (const part of picture.querySelectorAll("[data-id]")) {
      const id = part.dataset.id;
      const own = [...ways].some((way) => way.dataset.from === id || way.dataset.to === id);
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
