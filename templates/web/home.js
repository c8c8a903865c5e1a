// Adds to pages of the installation: a button that copies a link, and an earlier meeting that chooses its own way to begin.
"use strict";

const link = document.getElementById("link");
const copy = document.getElementById("kopieer");
if (link && copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.value);
    document.getElementById("gekopieerd").textContent = "De link is gekopieerd.";
  });
}

const earlier = document.getElementById("eerdere");
if (earlier) {
  const own = document.getElementById("begin-eerder");
  earlier.addEventListener("change", () => { if (earlier.value) own.checked = true; });
  document.querySelectorAll("input[name=begin]").forEach(each => each.addEventListener("change", () => {
    if (!own.checked) earlier.value = "";
  }));
}
