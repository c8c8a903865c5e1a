// The arrow keys leaf through a pack, as its links do; not where they move something else, such as a large picture.
"use strict";
document.addEventListener("keydown", event => {
  const turns = {ArrowLeft: "prev", ArrowRight: "next"};
  const own = event.target.closest("input, textarea, select, [role=region], [popover]");
  if (!(event.key in turns) || own || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = document.querySelector(`a[rel=${turns[event.key]}]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});
