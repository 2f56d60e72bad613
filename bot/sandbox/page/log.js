// The messages of a chat, kept up to date in place.

import { element } from "./api.js";
import { dayOf, renderMessage } from "./message.js";

const NEAR_THE_END = 80;

export class Log {
  constructor(root, act) {
    this.root = root;
    this.act = act;
    this.known = new Map(); // message id → [signature, element]
    this.days = new Map(); // day → its separator
  }

  /** Show the messages; `stick` goes to the end although the person had scrolled up. */
  show(chat, stick) {
    const { root } = this;
    const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_THE_END;
    settle(root, chat.messages.length ? this.parts(chat.messages) : [welcome(chat.description)]);
    if (atEnd || stick) this.toEnd();
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
  }

  parts(messages) {
    const byId = new Map(messages.map((message) => [message.message_id, message]));
    const parts = [];
    let day = null;
    for (const message of messages) {
      if (dayOf(message) !== day) {
        day = dayOf(message);
        parts.push(this.separator(day));
      }
      parts.push(this.element(message, byId.get(message.reply_to)));
    }
    for (const id of this.known.keys()) if (!byId.has(id)) this.known.delete(id);
    return parts;
  }

  separator(day) {
    if (!this.days.has(day)) this.days.set(day, element("div", { className: "day" }, day));
    return this.days.get(day);
  }

  element(message, quoted) {
    const signature = JSON.stringify([message, quoted?.text]);
    const [known, old] = this.known.get(message.message_id) ?? [];
    if (known === signature) return old;
    const made = renderMessage(message, quoted, this.act);
    if (old) made.style.animation = "none";
    this.known.set(message.message_id, [signature, made]);
    return made;
  }
}

function welcome(description) {
  return element("div", { className: "welcome" },
    element("strong", {}, "What can this bot do?"), description || "Tap Start to find out.");
}

/** Make `parts` the children, touching only what changed, so that focus and scrolling stay. */
function settle(parent, parts) {
  const wanted = new Set(parts);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  parts.forEach((part, index) => {
    if (parent.children[index] !== part) parent.insertBefore(part, parent.children[index] ?? null);
  });
}
