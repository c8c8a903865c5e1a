// Progressive enhancement: shows the progress of the background job, refreshes changed parts of the page, and adds drag and drop.
// Every page works without it.
"use strict";

document.documentElement.classList.add("with-script");

const work = document.getElementById("werk");

// Only where the words are others: who hears the page is not told the same again with each step.
function put(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// Work on many packs goes to and fro between its stages: those are told no more often than this, in milliseconds.
const STAGE_TOLD = 15000;
let stageTold = 0;

function putStage(element, state) {
  if (state.running && Date.now() - stageTold < STAGE_TOLD && element.textContent) return;
  stageTold = state.running ? Date.now() : 0;
  put(element, state.running ? state.stage : state.message);
}

const find = (name) => work.querySelector(`[data-${name}]`);

function show(state) {
  const tells = state.running || state.message !== "";
  work.classList.toggle("on", tells);
  if (tells) work.setAttribute("aria-label", work.dataset.label);  // with nothing to tell it is no place to go to
  else work.removeAttribute("aria-label");
  work.classList.toggle("bad", !state.succeeded);
  put(work.querySelector("strong"), state.title);
  put(find("organiser"), state.organiser ? `door ${state.organiser}:` : "");
  putStage(find("message"), state);
  find("bar").hidden = !state.running;
  const bar = work.querySelector("progress");
  bar.max = state.total || 1;
  if (state.total) bar.value = state.done;
  else bar.removeAttribute("value");
  find("count").textContent = state.total ? `${state.done} van ${state.total}` : "";
  find("dismiss").hidden = state.running || !state.message;
  find("left").textContent = state.time_left ? `· naar schatting nog ${state.time_left}` : "";
}

// Whether a form in this part has unsent input or the focus.
function isInUse(part) {
  const changed = (field) => {
    if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
    return field.type === "hidden" ? false : field.checked !== field.defaultChecked || field.value !== field.defaultValue;
  };
  const active = document.activeElement;
  const typing = part.contains(active) && active.matches("input:not([type=checkbox]), select");
  return typing || part.querySelector("details[open]") || [...part.querySelectorAll("input, select")].some(changed);
}

// Text that was typed in a form that would change something, and not sent with it.
let sentForm = null;
function hasTypedText() {
  const isTyped = (field) => field.matches("textarea, [type=text], [type=email], [type=number], input:not([type])")
    && field.value !== field.defaultValue;
  return [...document.forms].some((form) => form !== sentForm && form.method === "post" && [...form.elements].some(isTyped));
}

// The browser asks, in its own words, before such text is lost.
document.addEventListener("submit", (event) => { sentForm = event.target; });
addEventListener("beforeunload", (event) => {
  if (hasTypedText()) event.preventDefault();
  sentForm = null;
});

// Replaces a part of the page by its new version; the focus stays on the same link or button.
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

// What changes without a new page, told to who hears the page.
const told = document.createElement("p");
told.className = "hidden";
told.setAttribute("role", "status");
document.getElementById("inhoud").append(told);

function tell(words) {
  put(told, "");
  setTimeout(() => put(told, words), 100);
}

// Whoever is not signed in any more is told so, and nothing is asked or sent until they are: what was typed stays. Once
// they signed in, in another tab, the forms of this page get the token of the new session.
let ended = null;
let listenAgain = () => {};

async function isSignedIn() {
  const answer = await fetch("/werk/stand").catch(() => null);
  return answer ? answer.status !== 403 : null;
}

function tellEnded() {
  if (ended) return;
  ended = document.createElement("p");
  ended.className = "message bad ended";
  ended.setAttribute("role", "alert");
  const link = document.createElement("a");
  link.href = `/inloggen?terug=${encodeURIComponent(location.pathname + location.search)}`;
  link.target = "_blank";
  link.textContent = "Log opnieuw in (nieuw tabblad)";
  ended.append("U bent niet meer ingelogd. ", link, ". Daarna gaat deze bladzijde verder, met wat u hier typte.");
  document.getElementById("inhoud").prepend(ended);
}

async function goOnIfSignedIn() {
  if (!ended || !await isSignedIn()) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html", "Only-Looks": "1" } }).catch(() => null);
  const page = answer && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page && page.querySelector("[name=bewijs]");
  if (!token || !ended) return;
  for (const each of document.querySelectorAll("[name=bewijs]")) each.value = token.value;
  const had = ended.contains(document.activeElement);
  ended.remove();
  ended = null;
  if (had) document.getElementById("inhoud").focus();
  tell("U bent weer ingelogd.");
  listenAgain();
}
addEventListener("focus", goOnIfSignedIn);
document.addEventListener("visibilitychange", goOnIfSignedIn);
document.addEventListener("submit", (event) => {
  if (!ended) return;
  event.preventDefault();
  sentForm = null;
  ended.querySelector("a").focus();
  goOnIfSignedIn();
});

const isUnfinished = (part) => Boolean(part.querySelector(".without-script"));

// A field for a file in the words of the page, and not those of the browser: the field itself lies over them, unseen.
for (const field of document.querySelectorAll("input[type=file]")) {
  const had = document.activeElement === field;
  const [box, button, name] = ["span", "span", "span"].map((tag) => document.createElement(tag));
  box.className = "file";
  button.className = "button quiet";
  button.textContent = "Bestand kiezen";
  for (const each of [button, name]) each.setAttribute("aria-hidden", "true");
  const tellName = () => { name.textContent = [...field.files].map((each) => each.name).join(", ") || "nog geen bestand gekozen"; };
  field.before(box);
  box.append(button, name, field);
  field.addEventListener("change", tellName);
  addEventListener("pageshow", tellName);
  tellName();
  if (had || field.autofocus) field.focus();
}

// Refreshes the parts with class "live"; a part with unsent input is postponed until it loses the focus.
let dragged = null;
let held = false;
let postponed = false;
for (const kind of ["pointerdown", "dragstart"]) addEventListener(kind, () => { held = true; }, true);
for (const kind of ["pointerup", "pointercancel", "dragend"]) addEventListener(kind, () => { held = false; }, true);
addEventListener("focusout", () => { if (postponed) setTimeout(renew, 400); });

async function renew() {
  const waits = Boolean(document.querySelector("[data-unfinished], [data-draft]"));  // its messages come with the page itself
  const headers = { Accept: "text/html", ...(waits && { "Only-Looks": "1" }) };
  const answer = await fetch(location.href, { headers }).catch(() => null);
  if (answer && answer.redirected && new URL(answer.url).pathname === "/inloggen") tellEnded();
  if (!answer || !answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (held || dragged) {
    setTimeout(renew, 500);
    return;
  }
  const isOver = (what) => document.querySelector(what) && !page.querySelector(what);
  if (isOver("[data-unfinished]") || isOver("[data-draft]")) {  // this address is another kind of page now
    if (hasTypedText()) postponed = true;
    else location.reload();
    return;
  }
  postponed = false;
  for (const old of document.querySelectorAll(".live[id]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh && isUnfinished(old)) old.querySelector(".without-script").classList.remove("without-script");  // told elsewhere
    if (!fresh || fresh.innerHTML === old.innerHTML) continue;
    const isReady = isUnfinished(old) && !isUnfinished(fresh) && find("bar").hidden;
    if (isInUse(old)) postponed = true;
    else replace(old, fresh);
    const heading = old.closest("section")?.querySelector("h2, h3") || document.querySelector("h1");
    if (isReady) tell(`${heading.textContent.trim()}: bijgewerkt.`);
  }
  renewSoonIfUnfinished();
}

// The list and the sessions are looked at in the background: look again until that is done.
function renewSoonIfUnfinished() {
  if (document.querySelector(".live .without-script, [data-unfinished]")) setTimeout(renew, 2500);
}

// Follows the background job. Browsers allow few connections to a server, so one open page (the holder of a lock) reads the
// event stream and broadcasts to the others; when it closes, another takes over.
if (work && window.EventSource) {
  let version = Number(work.dataset.version);
  let renewed = Date.now();
  const receive = (state) => {
    if (state.version === undefined || state.version === version) return;
    version = state.version;
    show(state);
    if (!state.running || Date.now() - renewed > 3000) {
      renewed = Date.now();
      renew();
    }
  };
  const others = new BroadcastChannel("werk");
  others.onmessage = (event) => (event.data.ended ? tellEnded() : receive(event.data));
  let stream = null;
  const listen = () => {
    stream = new EventSource("/werk/stroom");
    stream.onmessage = (event) => {
      const state = JSON.parse(event.data);
      receive(state);
      others.postMessage(state);
    };
    stream.onerror = async () => {  // refused, for too many pages are open: the browser itself does not try again
      if (stream.readyState !== EventSource.CLOSED) return;
      if (await isSignedIn() === false) {
        tellEnded();
        others.postMessage({ ended: true });
      } else setTimeout(listen, 2000);
    };
  };
  listenAgain = () => { if (stream && stream.readyState === EventSource.CLOSED) listen(); };
  addEventListener("pagehide", () => stream && stream.close());
  const follow = () => new Promise(listen);
  if (navigator.locks) {
    navigator.locks.request("werk", follow);
    fetch("/werk/stand").then((answer) => (answer.status === 403 ? tellEnded() : answer.json().then(receive))).catch(() => null);
  } else follow();
}

renewSoonIfUnfinished();

// The navigation that was opened from its button gets the focus, and closes when the keyboard goes on behind it.
const menu = document.getElementById("menu");
if (menu) {
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "open") (menu.querySelector("[aria-current]") || menu.querySelector("a")).focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (!held && event.relatedTarget && !menu.contains(event.relatedTarget) && menu.matches(":popover-open")) menu.hidePopover();
  });
}

document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  const boxes = [...all.form.querySelectorAll('input[type="checkbox"]')];
  const on = boxes.some((box) => !box.checked);
  boxes.forEach((box) => { box.checked = on; });
});

// Drag and drop: a name ([draggable][data-number]) onto a table or session ([data-drop]) of the same [data-move], whose
// address shows what that changes.
const place = (event) => event.target.closest("[data-drop]");
const takes = (target) => target && dragged && !target.contains(dragged);
const mark = (target) => {
  for (const each of document.querySelectorAll("[data-drop]")) each.classList.toggle("over", each === target);
  const words = target ? `Laat los: ${dragged.querySelector("a").textContent} naar ${target.dataset.name}.` : "";
  put(told, words);
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
  const target = place(event);
  mark(takes(target) ? target : null);
  if (takes(target)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const target = place(event);
  if (!takes(target)) return;
  event.preventDefault();
  const where = new URL(target.closest("[data-move]").dataset.move, location);
  where.searchParams.set("deelnemer", dragged.dataset.number);
  where.searchParams.set("naar", target.dataset.drop);
  location.assign(where);
});
