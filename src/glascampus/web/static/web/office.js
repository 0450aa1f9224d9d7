// Keys and the command bar of the office. Everything here also works without it: links, /buero/suche/ and /buero/tasten/.
"use strict";

const bar = document.getElementById("leiste");
const help = document.getElementById("tasten");
const field = bar.querySelector("input");
const list = bar.querySelector("[role=listbox]");
const said = bar.querySelector("[role=status]");
const opener = document.getElementById("suche");

// The bar

let asking = null; // what is on the way; a newer question ends it
let waiting = 0;

const options = () => [...list.children];
const chosen = () => list.querySelector("[aria-selected=true]");

function openBar() {
  if (!bar.open) {
    help.close();
    bar.showModal();
  }
  field.focus();
  field.select();
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html").body;
  list.replaceChildren(...answer.querySelectorAll("[role=option]"));
  said.textContent = answer.querySelector("[data-said]")?.textContent.trim() ?? "";
  list.hidden = !list.children.length;
  field.setAttribute("aria-expanded", String(!list.hidden));
  choose(list.firstElementChild);
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams({ leiste: "1", q: field.value });
  try {
    const answer = await fetch(`${field.form.action}?${query}`, { signal: asking.signal });
    if (answer.ok && !answer.redirected) show(await answer.text());
    else if (answer.redirected) location.reload(); // signed out meanwhile: the page asks to sign in
  } catch (fault) {
    if (fault.name !== "AbortError") show(""); // no connection: Enter still tries the page
  }
}

field.addEventListener("input", () => {
  clearTimeout(waiting);
  asking?.abort();
  choose(null); // what was found, or is on its way, belongs to other letters
  waiting = setTimeout(ask, 120);
});

field.addEventListener("keydown", (event) => {
  const found = options();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    event.preventDefault();
    choose(found[(found.indexOf(chosen()) + step + found.length) % found.length]);
  } else if (event.key === "Enter" && chosen()) {
    event.preventDefault();
    location.assign(chosen().href);
  }
});

opener?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab was asked for
  event.preventDefault();
  openBar();
});

for (const sheet of [bar, help]) {
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close()); // beside it
}

// Single keys

const OFF = "campus-keys-off";
let off = false;
try {
  off = localStorage.getItem(OFF) === "1";
} catch {} // a browser that keeps nothing has the keys

const jumps = Object.fromEntries([...help.querySelectorAll("[data-jump]")].map((a) => [a.dataset.jump, a.href]));
let afterG = 0;

function step(by) {
  const rows = [...document.querySelectorAll("main :is(.todo, .dates) > li, main .rows tbody tr")]
    .map((row) => row.querySelector("a[href], button, summary"))
    .filter((first) => first?.checkVisibility());
  const here = document.activeElement?.closest("main :is(.todo, .dates) > li, main .rows tbody tr");
  const at = rows.findIndex((first) => here?.contains(first));
  rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
}

const keys = {
  "?": () => help.showModal(),
  "/": () => {
    const search = document.querySelector("main input[type=search]");
    if (search) search.focus();
    else openBar();
  },
  j: () => step(1),
  k: () => step(-1),
  g: () => { afterG = Date.now(); },
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openBar();
    return;
  }
  const writes = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (off || writes || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || bar.open || help.open) return;
  const jump = Date.now() - afterG < 1500 && jumps[event.key];
  const deed = jump ? () => location.assign(jump) : keys[event.key];
  if (event.key !== "Shift") afterG = 0;
  if (!deed) return;
  event.preventDefault();
  deed();
});

for (const place of document.querySelectorAll("[data-key-switch]")) {
  const button = place.querySelector("button");
  const tell = () => button.setAttribute("aria-pressed", String(off));
  place.hidden = false;
  tell();
  button.addEventListener("click", () => {
    off = !off;
    try {
      localStorage.setItem(OFF, off ? "1" : "0");
    } catch {}
    document.querySelectorAll("[data-key-switch] button").forEach((each) => each.setAttribute("aria-pressed", String(off)));
  });
}
