(() => {
"use strict";
const $ = id => document.getElementById(id);
const root = document.documentElement;
const scenarios = [...document.querySelectorAll(".scenario")];
const bad = new Set(["not-run", "unexpected-pass", "fail", "error"]);
const fold = text => text.normalize("NFKC").toLowerCase();
root.classList.add("js");

// language: the style sheet shows one of the two; the script only sets options and the language of the page
const english = () => $("en").checked;
const options = [...document.querySelectorAll("option[data-en]")];
options.forEach(o => { o.dataset.ja = o.textContent; });
function language() {
  root.lang = english() ? "en" : "ja";
  options.forEach(o => { o.textContent = english() ? o.dataset.en : o.dataset.ja; });
  count();
}
["ja", "en"].forEach(id => $(id).addEventListener("change", language));

// search and filters: a scenario must contain every word; the style sheet filters by verdict
const texts = new Map();
const textOf = s => { if (!texts.has(s)) texts.set(s, fold(s.textContent)); return texts.get(s); };
function filter() {
  const words = fold($("q").value).split(/\s+/).filter(Boolean);
  const chapter = $("chapter").value, plane = $("plane").value;
  for (const s of scenarios) {
    s.hidden = !((!chapter || s.dataset.c.split(" ").includes(chapter)) &&
      (!plane || s.dataset.p.split(" ").includes(plane)) && words.every(w => textOf(s).includes(w)));
  }
  count();
}
const visible = () => scenarios.filter(s => !s.hidden && getComputedStyle(s).display !== "none");
function count() {
  const n = visible().length;
  $("shown").textContent = english() ? n + " of " + scenarios.length : scenarios.length + "件中" + n + "件";
  $("nothing").hidden = n > 0;
}
$("filter").addEventListener("input", filter);
$("filter").addEventListener("submit", e => e.preventDefault());

// the target of a link may be in a closed element, or hidden by the filters
function reveal() {
  const target = location.hash && $(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let e = target; e; e = e.parentElement) {
    if (e.tagName === "DETAILS") e.open = true;
    e.hidden = false;
  }
  target.scrollIntoView({block: "center"});
}
addEventListener("hashchange", reveal);

// keys
const current = () => document.activeElement && document.activeElement.closest(".scenario");
function go(list, step) {
  if (!list.length) return;
  const here = list.indexOf(current());
  const next = list[here < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(here + step, 0), list.length - 1)];
  next.querySelector("summary").focus();
  next.scrollIntoView({block: "nearest"});
}
function nextBad() {
  const list = visible(), from = list.indexOf(current()) + 1;
  const next = [...list.slice(from), ...list.slice(0, from)].find(s => bad.has(s.dataset.v));
  if (!next) return;
  next.open = true;
  next.querySelector("summary").focus();
}
function steps() {
  const here = current();
  if (!here) return;
  const all = [...here.querySelectorAll(".step > details")], open = all.some(d => !d.open);
  here.open = true;
  all.forEach(d => { d.open = open; });
}
const help = () => $("help").open ? $("help").close() : $("help").showModal();
const keys = {
  "/": () => $("q").focus(), j: () => go(visible(), 1), k: () => go(visible(), -1), f: nextBad, e: steps, "?": help,
  l: () => { $(english() ? "ja" : "en").checked = true; language(); },
};
$("keys").addEventListener("click", help);
addEventListener("keydown", e => {
  const typing = e.target.matches("input[type=search],select");
  if (e.key === "Escape" && typing) { $("q").value = ""; filter(); e.target.blur(); return; }
  if (typing || e.ctrlKey || e.metaKey || e.altKey || !keys[e.key] || ($("help").open && e.key !== "?")) return;
  e.preventDefault();
  keys[e.key]();
});

language();
reveal();
})();
