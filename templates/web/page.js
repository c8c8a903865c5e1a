// What a page does beside its HTML: follows the work, brings what changed up to date, and lets names be dragged.
// Without it everything works as well.
"use strict";

document.documentElement.classList.add("with-script");

const work = document.getElementById("werk");

function show(state) {
  const find = (name) => work.querySelector(`[data-${name}]`);
  work.classList.toggle("on", state.busy || state.said !== "");
  work.classList.toggle("bad", !state.good);
  work.querySelector("strong").textContent = state.what;
  find("who").textContent = state.who ? `door ${state.who}:` : "";
  find("said").textContent = state.busy ? state.stage : state.said;
  find("bar").hidden = !state.busy;
  const bar = work.querySelector("progress");
  bar.max = state.total || 1;
  if (state.total) bar.value = state.done;
  else bar.removeAttribute("value");
  find("count").textContent = state.total ? `${state.done} van ${state.total}` : "";
  find("left").textContent = state.left ? `nog ongeveer ${state.left}` : "";
}

// What someone filled in and did not send yet, or is filling in.
function isInUse(part) {
  const changed = (field) => {
    if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
    return field.type === "hidden" ? false : field.checked !== field.defaultChecked || field.value !== field.defaultValue;
  };
  const active = document.activeElement;
  const typing = part.contains(active) && active.matches("input:not([type=checkbox]), select");
  return typing || part.querySelector("details[open]") || [...part.querySelectorAll("input, select")].some(changed);
}

// Puts a part of the page as it is now in the place of what it was; the focus stays on the same link or button.
function replace(old, fresh) {
  const focusable = "a, button, input, select, summary";
  const mark = (each) => [each.tagName, each.getAttribute("href"), each.name, each.value, each.textContent.trim()].join(" ");
  const active = old.contains(document.activeElement) ? document.activeElement : null;
  old.innerHTML = fresh.innerHTML;
  if (!active) return;
  const same = [...old.querySelectorAll(focusable)].find((each) => mark(each) === mark(active));
  if (!same) old.tabIndex = -1;
  (same || old).focus({ preventScroll: true });
}

// Brings the parts of the page that may change up to date, unless someone is at work in one of them.
let dragged = null;
let held = false;
let owed = false;
for (const kind of ["pointerdown", "dragstart"]) addEventListener(kind, () => { held = true; }, true);
for (const kind of ["pointerup", "pointercancel", "dragend"]) addEventListener(kind, () => { held = false; }, true);
addEventListener("focusout", () => { if (owed) setTimeout(renew, 400); });

async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (held || dragged) {
    setTimeout(renew, 500);
    return;
  }
  owed = false;
  for (const old of document.querySelectorAll(".live[id]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh || fresh.innerHTML === old.innerHTML) continue;
    if (isInUse(old)) owed = true;
    else replace(old, fresh);
  }
  renewSoonIfUnfinished();
}

// The list is read in the background: what there is to say of it comes a little later.
function renewSoonIfUnfinished() {
  if (document.querySelector("#stand .without-script")) setTimeout(renew, 2500);
}

// Follows the work. A browser has few connections to a server, so that one page follows and tells the others that are
// open; when it goes, another takes its place.
if (work && window.EventSource) {
  let turn = Number(work.dataset.turn);
  let renewed = Date.now();
  const hear = (state) => {
    if (state.turn === undefined || state.turn === turn) return;
    turn = state.turn;
    show(state);
    if (!state.busy || Date.now() - renewed > 3000) {
      renewed = Date.now();
      renew();
    }
  };
  const others = new BroadcastChannel("werk");
  others.onmessage = (event) => hear(event.data);
  const follow = () => new Promise(() => {
    const stream = new EventSource("/werk/stroom");
    stream.onmessage = (event) => {
      const state = JSON.parse(event.data);
      hear(state);
      others.postMessage(state);
    };
    addEventListener("pagehide", () => stream.close());
  });
  if (navigator.locks) {
    navigator.locks.request("werk", follow);
    fetch("/werk/stand").then((answer) => answer.json()).then(hear).catch(() => null);
  } else follow();
}

renewSoonIfUnfinished();

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-all]")) return;
  const boxes = [...document.querySelectorAll('input[name="nummer"][type="checkbox"]')];
  const on = boxes.some((box) => !box.checked);
  boxes.forEach((box) => { box.checked = on; });
});

const over = (event) => event.target.closest("[data-table]");
const takes = (table) => table && dragged && !table.contains(dragged);
const mark = (table) => {
  for (const each of document.querySelectorAll("[data-table]")) each.classList.toggle("over", each === table);
};
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest ? event.target.closest("[draggable][data-number]") : null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.number);
});
document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});
document.addEventListener("dragover", (event) => {
  const table = over(event);
  mark(takes(table) ? table : null);
  if (takes(table)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const table = over(event);
  if (!takes(table)) return;
  event.preventDefault();
  const where = new URLSearchParams({ deelnemer: dragged.dataset.number, naar: table.dataset.table });
  location.assign(`/tafels/verplaatsen?${where}`);
});
