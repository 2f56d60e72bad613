// What happens behind the phones: the bot's requests, and faults to order.

import { element, get, oneAtATime, post, remove } from "./api.js";

const KEPT = 200;
const find = (id) => document.getElementById(id);

export class Panel {
  constructor(nameOf) {
    this.nameOf = nameOf;
    this.after = 0;
    this.refresh = oneAtATime(() => this.load());
    this.refreshFaults = oneAtATime(async () => this.showFaults(await get("/faults")));
    find("behind").onclick = () => this.toggle();
    find("polling").onchange = () => find("requests").classList.toggle("with-polling", find("polling").checked);
    find("fault-form").onsubmit = (event) => this.order(event);
  }

  toggle(open = find("panel").hidden) {
    find("panel").hidden = !open;
    find("behind").ariaExpanded = String(open);
    if (open) this.refresh();
  }

  people(phones) {
    const chosen = find("fault-form").person.value;
    find("fault-form").person.replaceChildren(
      new Option("Everybody", ""),
      ...phones.map(({ person, name }) => new Option(name, person.id)));
    find("fault-form").person.value = chosen;
  }

  async load() {
    if (find("panel").hidden) return;
    const { requests } = await get(`/requests?after=${this.after}`);
    const list = find("requests");
    for (const request of requests) {
      this.after = request.number;
      list.prepend(this.entry(request));
    }
    while (list.children.length > KEPT) list.lastElementChild.remove();
  }

  entry(request) {
    const { answer, method } = request;
    const state = answer === null ? ["bad", "cut off"] : answer.ok ? ["good", "ok"] : ["bad", String(answer.error_code)];
    const to = this.nameOf(Number(request.arguments.chat_id));
    const line = element("summary", {},
      element("span", { className: "quiet" }, request.at.slice(11, 19)),
      element("b", {}, method, to ? ` → ${to}` : ""),
      element("span", { className: state[0], title: answer?.description ?? "" }, state[1]),
      element("span", { className: "quiet" }, `${request.ms} ms`));
    const details = element("details", {}, line);
    details.ontoggle = () => {
      if (details.open && !details.querySelector("pre")) details.append(dump(request.arguments), dump(answer));
    };
    return element("li", { className: method.toLowerCase() === "getupdates" ? "poll" : "" }, details);
  }

  async order(event) {
    event.preventDefault();
    const { kind, person, seconds, times } = Object.fromEntries(new FormData(event.target));
    const fault = { kind, seconds: Number(seconds) || 1, retry_after: Math.ceil(Number(seconds)) || 1 };
    if (person) fault.person = Number(person);
    if (times) fault.times = Number(times);
    await post("/faults", fault);
  }

  showFaults(faults) {
    const words = Object.fromEntries([...find("fault-form").kind.options].map((one) => [one.value, one.text]));
    find("faults").replaceChildren(...faults.map((fault) => {
      const who = fault.person ? ` · ${this.nameOf(fault.person)}` : "";
      const often = fault.times ? ` · ${fault.times} more` : "";
      const off = element("button", { type: "button", onclick: () => remove(`/faults?id=${fault.id}`) }, "Switch off");
      return element("li", {}, element("span", {}, words[fault.kind] + who + often), off);
    }));
    find("behind").classList.toggle("faulty", faults.length > 0);
  }
}

function dump(value) {
  return element("pre", { tabIndex: 0 }, JSON.stringify(value, null, 1));
}
