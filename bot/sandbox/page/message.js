// One message as an element.

import { element } from "./api.js";
import { formatted } from "./text.js";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const FILE = "M6 2h8l5 5v15H6V2Zm7 1.5V8h4.5L13 3.5Z";
const PAYMENT = {
  checking: ["quiet", "Waiting for the bot…"],
  paid: ["paid", "Paid"],
  refused: ["trouble", "Not taken: "],
  declined: ["trouble", ""],
  timed_out: ["trouble", "The bot did not answer in time"],
};

/** Return the day a message was sent, as a separator says it. */
export const dayOf = (message) => calendar.format(new Date(message.date * 1000));

/** Return the amount of an invoice with its currency's sign. */
export function amountOf({ currency, total_amount: total }) {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
  return format.format(total / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** Return the message as an element; `act` is what its parts can do. */
export function renderMessage(message, quoted, act) {
  const who = message.from === "bot" ? "Bot" : "You";
  const bubble = element("div", { className: "bubble" });
  if (quoted) bubble.append(element("div", { className: "reply" }, summary(quoted)));
  bubble.append(...contents(message, act));
  const text = element("div", { className: "text", dir: "auto" });
  text.append(formatted(message.text, message.entities, act));
  if (message.text) bubble.append(text);
  bubble.append(stamp(message));
  const made = element("article", {
    className: `message ${message.from}${message.edited ? " edited" : ""}`,
    ariaLabel: `${who}, ${clock.format(new Date(message.date * 1000))}`,
    dataset: { id: message.message_id },
  }, bubble);
  if (!message.text) bubble.classList.add("no-text");
  if (message.inline_keyboard.length) made.append(inlineKeyboard(message, act));
  return made;
}

function summary(message) {
  if (message.text) return message.text;
  if (message.document) return message.document.file_name;
  return message.photo ? "Photo" : "Message";
}

function contents(message, act) {
  const parts = [];
  if (message.photo) parts.push(photo(message, act));
  if (message.document) parts.push(file(message.document, act));
  if (message.invoice) parts.push(invoice(message));
  if (message.contact) parts.push(contact(message.contact));
  if (message.successful_payment) {
    parts.push(element("div", {}, `You paid ${amountOf(message.successful_payment)}`));
  }
  return parts;
}

function photo(message, act) {
  const { file_id: id, width, height } = message.photo.at(-1);
  const url = act.fileUrl(id);
  const image = element("img", { src: url, className: "photo", width, height, alt: message.text || "Photo" });
  return element("a", { href: url, target: "_blank" }, image);
}

function file(document, act) {
  const name = element("span", {}, document.file_name);
  name.append(element("small", {}, size(document.file_size)));
  const link = { href: act.fileUrl(document.file_id), target: "_blank", className: "file" };
  return element("a", link, element("span", { className: "icon" }, icon(FILE)), name);
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`;
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
}

function invoice({ invoice: asked, payment }) {
  const card = element("div", { className: "card" },
    element("strong", {}, asked.title),
    element("span", { dir: "auto" }, asked.description),
    element("span", { className: "amount" }, amountOf(asked)));
  if (payment) {
    const [className, words] = PAYMENT[payment.state];
    card.append(element("span", { className }, words + payment.why));
  }
  return card;
}

function contact({ first_name: first, last_name: last, phone_number: phone }) {
  return element("div", { className: "card" },
    element("strong", {}, [first, last].filter(Boolean).join(" ")), `+${phone}`);
}

function stamp(message) {
  const edited = message.edited ? "edited " : "";
  const reactions = (message.reactions.bot ?? []).map((one) => one.emoji).join("");
  const at = element("span", { className: "stamp" }, edited + clock.format(new Date(message.date * 1000)));
  if (reactions) at.prepend(element("span", { className: "reactions" }, reactions, " "));
  return at;
}

function inlineKeyboard(message, act) {
  const keyboard = element("div", { className: "inline", role: "group", ariaLabel: "Buttons" });
  for (const row of message.inline_keyboard) {
    keyboard.append(element("div", { className: "row" }, ...row.map((one) => inlineButton(message, one, act))));
  }
  return keyboard;
}

function inlineButton(message, button, act) {
  const kind = button.url || button.web_app ? "link" : button.copy_text ? "copy" : button.pay ? "pays" : "";
  const made = element("button", { type: "button", className: `${button.style ?? ""} ${kind}`.trim(), dir: "auto" }, button.text);
  made.disabled = Boolean(button.pay) && ["paid", "checking"].includes(message.payment?.state);
  made.onclick = () => (button.pay ? act.pay(message) : act.tap(message, button, made));
  return made;
}
