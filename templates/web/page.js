// What a page does beside its HTML: follows the work, brings what changed up to date, and lets names be dragged.
// Without it everything works as well.
"use strict";

document.documentElement.classList.add("with-script");

const work = document.getElementById("werk");

function show(state) {
  const find = (name) => work.querySelector(`[data-${name}]`);
  work.hidden = !state.busy && !state.said;
  work.querySelector("strong").textContent = state.what;
  find("who").textContent = state.who ? `door ${state.who}:` : "";
  find("said").textContent = state.busy ? state.stage : state.said;
  find("bar").hidden = !state.busy;
  const bar = work.querySelector("progress");
  bar.max = state.total || 1;
  bar.value = state.done;
  find("count").textContent = state.total ? `${state.done} van ${state.total}` : "";
  find("left").textContent = state.left ? `nog ongeveer ${state.left}` : "";
}

// Brings the parts of the page that may change up to date, unless someone is at work in one of them.
async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll(".live[id]")) {
    const fresh = page.getElementById(old.id);
    const inUse = old.contains(document.activeElement) || old.querySelector("input:checked, details[open]");
    if (fresh && !inUse && fresh.innerHTML !== old.innerHTML) old.innerHTML = fresh.innerHTML;
  }
  renewSoonIfUnfinished();
}

// The list is read in the background: what there is to say of it comes a little later.
function renewSoonIfUnfinished() {
  if (document.querySelector("#stand .without-script")) setTimeout(renew, 2500);
}

if (work && window.EventSource) {
  let busy = work.dataset.busy === "ja";
  let turn = Number(work.dataset.turn);
  let renewed = Date.now();
  const stream = new EventSource("/werk/stroom");
  stream.onmessage = (event) => {
    const state = JSON.parse(event.data);
    if (state.turn === turn) return;
    turn = state.turn;
    show(state);
    const over = busy && !state.busy;
    busy = state.busy;
    if (over || Date.now() - renewed > 3000) {
      renewed = Date.now();
      renew();
    }
  };
  addEventListener("pagehide", () => stream.close());
}

renewSoonIfUnfinished();

for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.querySelector("button").addEventListener("click", () => {
    const boxes = [...document.querySelectorAll('input[name="nummer"][type="checkbox"]')];
    const on = boxes.some((box) => !box.checked);
    boxes.forEach((box) => { box.checked = on; });
  });
}

for (const hint of document.querySelectorAll("[data-drag]")) hint.hidden = false;
let dragged = null;
for (const person of document.querySelectorAll("[draggable][data-number]")) {
  person.addEventListener("dragstart", (event) => {
    dragged = person;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", person.dataset.number);
  });
  person.addEventListener("dragend", () => { dragged = null; });
}
for (const table of document.querySelectorAll("[data-table]")) {
  const takes = () => dragged && !table.contains(dragged);
  table.addEventListener("dragover", (event) => {
    if (!takes()) return;
    event.preventDefault();
    table.classList.add("over");
  });
  table.addEventListener("dragleave", () => table.classList.remove("over"));
  table.addEventListener("drop", (event) => {
    event.preventDefault();
    table.classList.remove("over");
    if (!takes()) return;
    const where = new URLSearchParams({ deelnemer: dragged.dataset.number, naar: table.dataset.table });
    location.assign(`/tafels/verplaatsen?${where}`);
  });
}
