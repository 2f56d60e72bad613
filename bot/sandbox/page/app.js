// The page: whose phones are out, the clock, the guide, and news from the sandbox.

import { element, get, oneAtATime, post, watch } from "./api.js";
import { Panel } from "./panel.js";
import { Phone } from "./phone.js";

const PHONES_AT_START = 3;
const CLOCK_MS = 20_000;
const find = (id) => document.getElementById(id);
const NARROW = matchMedia("(max-width: 760px)");
const MINUTE = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const shortClock = new Intl.DateTimeFormat("en-GB", MINUTE);
const fullClock = new Intl.DateTimeFormat("en-GB", { weekday: "short", year: "numeric", ...MINUTE });

const phones = new Map(); // by person id, in the order they lie on the table
const hidden = new Set();
let people = [];
let bot = { id: 0, first_name: "Sandbox", username: "" };
const panel = new Panel((id) => people.find((person) => person.id === id)?.first_name);

const refreshPeople = oneAtATime(async () => {
  people = await get("/people");
  const guide = await get("/guide");
  nameBot(guide.bot);
  for (const person of people) {
    if (phones.size < PHONES_AT_START && !phones.has(person.id) && !hidden.has(person.id)) takeOut(person);
  }
  showGuide(guide.lines);
});

function nameBot(named) {
  bot = named;
  find("bot-name").textContent = bot.id ? bot.first_name : "Sandbox";
  find("bot-state").textContent = bot.id ? `@${bot.username} · everything stays on this machine` : "No bot has called yet";
  document.title = bot.id ? `${bot.first_name} · sandbox` : "Sandbox";
  for (const phone of phones.values()) phone.named(bot);
}

// Phones

function takeOut(person) {
  const phone = new Phone(person, bot, putAway);
  phones.set(person.id, phone);
  find("phones").append(phone.root);
  phone.refresh();
  if (phones.size === 1) choose(phone);
  showTabs();
  return phone;
}

function putAway(phone) {
  hidden.add(phone.person.id);
  phones.delete(phone.person.id);
  phone.root.remove();
  const [next] = phones.values();
  if (next && phone.root.classList.contains("chosen")) choose(next);
  showTabs();
}

/** On a narrow screen one phone is seen at a time. */
function choose(phone) {
  for (const other of phones.values()) other.root.classList.toggle("chosen", other === phone);
  phone.log.toEnd();
  panel.toggle(!NARROW.matches && !find("panel").hidden);
  showTabs();
}

function showTabs() {
  const tabs = [...phones.values()].map((phone) => {
    const chosen = phone.root.classList.contains("chosen");
    return element("button", {
      type: "button",
      role: "tab",
      ariaSelected: String(chosen),
      tabIndex: chosen ? 0 : -1,
      onclick: () => choose(phone),
    }, phone.person.first_name);
  });
  find("tabs").replaceChildren(...tabs);
  panel.people([...phones.values()]);
}

find("tabs").onkeydown = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...phones.values()];
  const at = all.findIndex((phone) => phone.root.classList.contains("chosen"));
  choose(all[(at + step + all.length) % all.length]);
  find("tabs").querySelector("[aria-selected=true]").focus();
};

// Guide

function showGuide(lines) {
  const guide = find("guide");
  const signature = JSON.stringify(lines);
  if (guide.dataset.lines === signature) return;
  guide.dataset.lines = signature;
  guide.hidden = !lines.length;
  guide.open = !NARROW.matches;
  guide.querySelector("ol").replaceChildren(...lines.map(guideLine));
}

function guideLine(line) {
  const item = element("li", {}, element("span", {}, line.text));
  const person = people.find((one) => one.id === line.person);
  if (person) {
    const show = element("button", { type: "button" }, line.send ? "Do it" : "Show me");
    show.ariaLabel = `${show.textContent}: ${line.text}`;
    show.onclick = () => tryOut(person, line.send);
    item.append(show);
  }
  return item;
}

function tryOut(person, text) {
  hidden.delete(person.id);
  const phone = phones.get(person.id) ?? takeOut(person);
  choose(phone);
  phone.call();
  if (text) phone.send(text);
  if (NARROW.matches) find("guide").open = false;
}

// Clock

const refreshClock = oneAtATime(async () => {
  const { now } = await get("/clock");
  find("now").dateTime = now;
  find("now").textContent = (NARROW.matches ? shortClock : fullClock).format(new Date(now));
});

for (const button of document.querySelectorAll("[data-advance]")) {
  button.onclick = () => post("/clock", { advance: button.dataset.advance });
}
setInterval(refreshClock, CLOCK_MS);
NARROW.onchange = refreshClock;

// Adding people

find("add").onclick = () => {
  const form = find("add-form");
  const away = people.filter((person) => !phones.has(person.id));
  form.reset();
  form.phone.value = `+4477009${String(Math.floor(Math.random() * 1e5)).padStart(5, "0")}`;
  form.known.replaceChildren(new Option("Somebody new", ""),
    ...away.map((one) => new Option([one.first_name, one.last_name, one.note].filter(Boolean).join(" "), one.id)));
  find("known").hidden = !away.length;
  knownChosen();
  find("add-dialog").showModal();
};

function knownChosen() {
  const form = find("add-form");
  for (const name of ["first_name", "last_name", "phone", "language_code"]) {
    form[name].parentElement.hidden = Boolean(form.known.value);
  }
  form.first_name.required = !form.known.value;
}

find("add-form").known.onchange = knownChosen;
find("add-form").querySelector("[value=cancel]").onclick = () => find("add-dialog").close();
find("add-form").onsubmit = async (event) => {
  const { known, ...fields } = Object.fromEntries(new FormData(event.target));
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
  const person = people.find((one) => String(one.id) === known) ?? await post("/people", filled);
  hidden.delete(person.id);
  const phone = phones.get(person.id) ?? takeOut(person);
  choose(phone);
  phone.call();
};

find("theme").onclick = () => {
  const root = document.documentElement.style;
  const dark = root.colorScheme ? root.colorScheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.colorScheme = dark ? "light" : "dark";
};

// News

const WHEN = {
  chat: ({ person }) => phones.get(person)?.refresh(),
  people: refreshPeople,
  profile: () => {
    refreshPeople();
    for (const phone of phones.values()) phone.refresh();
  },
  request: () => panel.refresh(),
  faults: panel.refreshFaults,
  clock: () => {
    refreshClock();
    for (const phone of phones.values()) phone.refresh();
  },
  all: () => {
    refreshPeople();
    refreshClock();
    panel.refreshFaults();
    panel.refresh();
    for (const phone of phones.values()) phone.refresh();
  },
};

watch((news) => WHEN[news.kind]?.(news));
