// A text and its entities as elements. Offsets are UTF-16 units, as JavaScript counts too.

import { element } from "./api.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SIMPLE = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  hashtag: "a",
  mention: "a",
  text_mention: "a",
  phone_number: "a",
};

/** Return the text, formatted; `act` sends commands and follows links. */
export function formatted(text, entities, act) {
  return new Piece(text, entities, act).between(0, text.length, 0);
}

class Piece {
  constructor(text, entities, act) {
    Object.assign(this, { text, entities, act });
  }

  /** Return what lies between two offsets, looking at the entities from `index` on. */
  between(start, end, index) {
    const parts = document.createDocumentFragment();
    let at = start;
    for (let i = index; i < this.entities.length; i += 1) {
      const { offset, length } = this.entities[i];
      if (offset < at || offset >= end) continue;
      parts.append(this.text.slice(at, offset));
      at = Math.min(offset + length, end);
      parts.append(this.wrapped(this.entities[i], this.between(offset, at, i + 1)));
      // A block ends its line by itself.
      if (BLOCKS.has(this.entities[i].type) && this.text[at] === "\n") at += 1;
    }
    parts.append(this.text.slice(at, end));
    return parts;
  }

  wrapped(entity, inner) {
    const words = this.text.slice(entity.offset, entity.offset + entity.length);
    switch (entity.type) {
      case "bot_command":
        return this.button("command", inner, () => this.act.send(words));
      case "text_link":
        return this.link(entity.url, inner);
      case "url":
        return this.link(/^\w+:\/\//.test(words) ? words : `http://${words}`, inner);
      case "email":
        return element("a", { href: `mailto:${words}` }, inner);
      case "spoiler":
        return this.spoiler(inner);
      case "expandable_blockquote":
        return this.folded(inner);
      case "date_time":
        return element("time", { title: new Date(entity.unix_time * 1000).toLocaleString() }, inner);
      default:
        return SIMPLE[entity.type] ? element(SIMPLE[entity.type], {}, inner) : inner;
    }
  }

  button(className, inner, onclick) {
    return element("button", { type: "button", className, onclick }, inner);
  }

  link(url, inner) {
    const opened = element("a", { href: url, target: "_blank", rel: "noreferrer" }, inner);
    opened.onclick = (event) => {
      if (this.act.follow(url)) event.preventDefault();
    };
    return opened;
  }

  spoiler(inner) {
    const hidden = this.button("spoiler", inner, () => {
      hidden.classList.toggle("shown");
      hidden.ariaPressed = hidden.classList.contains("shown");
    });
    hidden.ariaLabel = "Spoiler";
    return hidden;
  }

  folded(inner) {
    const quote = element("blockquote", { className: "folded" }, inner);
    quote.onclick = () => quote.classList.toggle("folded");
    return quote;
  }
}
