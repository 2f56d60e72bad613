// One person's phone.

import { element, get, oneAtATime, post } from "./api.js";
import { Log } from "./log.js";
import { amountOf } from "./message.js";

const TOAST_MS = 3500;
const TYPING_MS = 5000;

export class Phone {
  constructor(person, bot, hide) {
    this.person = person;
    this.bot = bot;
    this.root = document.getElementById("phone-template").content.firstElementChild.cloneNode(true);
    this.refresh = oneAtATime(async () => this.show(await get(`/people/${person.id}/chat`)));
    this.act = {
      send: (text) => this.send(text),
      follow: (url) => this.follow(url),
      tap: (message, button, element) => this.tap(message, button, element),
      pay: (message) => this.askToPay(message),
      fileUrl: (id) => `/sandbox/people/${person.id}/files/${encodeURIComponent(id)}`,
    };
    this.log = new Log(this.find(".log"), this.act);
    this.label();
    this.listen(hide);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  get name() {
    return [this.person.first_name, this.person.last_name].filter(Boolean).join(" ");
  }

  label() {
    const title = this.find(".owner h2");
    title.append(this.name);
    if (this.person.note) title.append(" ", element("small", {}, this.person.note));
    this.root.ariaLabel = `${this.name}’s phone`;
    this.root.id = `phone-${this.person.id}`;
    this.root.ariaBusy = "true";
    this.find(".log").ariaLabel = `Chat of ${this.name}`;
    this.named(this.bot);
  }

  /** Take the bot's name, which it may have changed. */
  named(bot) {
    this.bot = bot;
    this.find(".title strong").textContent = bot.first_name;
    this.find(".avatar").textContent = [...bot.first_name][0];
  }

  listen(hide) {
    const composer = this.find(".composer");
    const field = this.find("textarea");
    composer.onsubmit = (event) => {
      event.preventDefault();
      if (field.value.trim()) this.send(field.value);
      field.value = "";
      this.composing();
    };
    field.oninput = () => this.composing();
    field.onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        composer.requestSubmit();
      }
    };
    this.find(".menu-button").onclick = () => this.toggleCommands();
    this.find(".keyboard-button").onclick = () => this.toggleKeyboard();
    this.find("[data-do=hide]").onclick = () => hide(this);
    this.find("[data-do=contact]").onclick = () => this.do("contact", {});
    const chosen = this.find("input[type=file]");
    this.find("[data-do=file]").onclick = () => chosen.click();
    chosen.onchange = async () => {
      for (const file of chosen.files) await this.sendFile(file);
      chosen.value = "";
    };
    this.find("[data-do=block]").onclick = () => this.do(this.chat.blocked ? "unblock" : "block");
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.toggleCommands(false);
      this.find(".sheet").close();
      this.find(".more").open = false;
    });
  }

  composing() {
    this.find(".menu-button").hidden = Boolean(this.find("textarea").value);
  }

  // What the person does

  async do(what, body) {
    this.find(".more").open = false;
    try {
      const outcome = await post(`/people/${this.person.id}/${what}?wait=10`, body);
      if (outcome.opened && !this.follow(outcome.opened)) window.open(outcome.opened, "_blank", "noreferrer");
      if (outcome.copied) await this.copy(outcome.copied);
      if (outcome.inserted) this.find("textarea").value = outcome.inserted;
      return outcome;
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  send(text) {
    this.toggleCommands(false);
    this.stick = true;
    return this.do("send", { text });
  }

  async sendFile(file) {
    const read = new FileReader();
    const content = await new Promise((resolve) => {
      read.onload = () => resolve(read.result.slice(read.result.indexOf(",") + 1));
      read.readAsDataURL(file);
    });
    this.stick = true;
    return this.do("document", { file_name: file.name, mime_type: file.type, content });
  }

  /** Tap a button of a message's keyboard, or of the reply keyboard. */
  async tap(message, button, pressed) {
    pressed.ariaBusy = "true";
    const inHand = pressed === document.activeElement;
    const buttons = (message.inline_keyboard ?? message.keyboard).flat();
    const nth = buttons.filter(({ text }) => text === button.text).indexOf(button);
    await this.do("tap", { label: button.text, message_id: message.message_id, nth });
    pressed.ariaBusy = null;
    await this.refresh();
    if (inHand && !pressed.isConnected) this.handBack(message);
  }

  /** Put the keyboard focus where the person would look next. */
  handBack(message) {
    const again = this.find(`[data-id="${message.message_id}"] .inline button`);
    (again || this.find(".message:last-of-type .inline button") || this.find("textarea")).focus();
  }

  /** Follow a deep link to this bot inside the chat; tell whether it was one. */
  follow(url) {
    const link = URL.canParse(url) ? new URL(url) : null;
    if (link?.hostname !== "t.me" || link.pathname !== `/${this.bot.username}`) return false;
    const code = link.searchParams.get("start");
    this.send(code ? `/start ${code}` : "/start");
    return true;
  }

  async copy(text) {
    await navigator.clipboard.writeText(text).catch(() => null);
    this.toast(`Copied: ${text}`);
  }

  askToPay(message) {
    const pay = (decline) => () => this.do("pay", { message_id: message.message_id, decline });
    const amount = amountOf(message.invoice);
    this.slideIn(`Pay for ${message.invoice.title}`, [
      element("strong", {}, message.invoice.title),
      element("span", { className: "amount" }, amount),
    ], [
      ["success", `Pay ${amount}`, pay(false)],
      ["danger", "Decline (the bank says no)", pay(true)],
      ["", "Not now", () => null],
    ]);
  }

  /** Show a sheet with a few choices over the chat. */
  slideIn(label, words, choices) {
    const sheet = this.find(".sheet");
    sheet.ariaLabel = label;
    sheet.replaceChildren(...words, ...choices.map(([className, text, choose]) => {
      const onclick = () => {
        sheet.close();
        choose();
      };
      return element("button", { type: "button", className, onclick }, text);
    }));
    sheet.show();
    sheet.querySelector("button").focus();
  }

  // What the phone shows

  show(chat) {
    const before = this.chat;
    this.chat = chat;
    this.log.show(chat, this.stick);
    this.stick = false;
    this.root.ariaBusy = null;
    this.showTyping(chat.typing);
    this.showKeyboard();
    this.showCommands();
    this.showWhatToDo();
    if (chat.toast && before && chat.toast.query_id !== before.toast?.query_id) this.answer(chat.toast);
  }

  showTyping(typing) {
    const state = this.find(".title .state");
    state.textContent = typing ? "typing…" : "bot";
    state.classList.toggle("typing", typing);
    clearTimeout(this.typing);
    if (typing) this.typing = setTimeout(() => this.showTyping(false), TYPING_MS);
  }

  showKeyboard() {
    const place = this.find(".keyboard");
    const { keyboard } = this.chat;
    const signature = JSON.stringify(keyboard);
    if (signature === this.keyboard) return;
    this.keyboard = signature;
    place.replaceChildren(...(keyboard?.keyboard ?? []).map((row) =>
      element("div", { className: "row" }, ...row.map((button) => this.replyButton(keyboard, button)))));
    place.classList.toggle("tall", !keyboard?.resize_keyboard);
    this.find(".keyboard-button").hidden = !keyboard;
    this.find("textarea").placeholder = keyboard?.input_field_placeholder ?? "Message";
    this.toggleKeyboard(Boolean(keyboard) && !keyboard.hidden);
  }

  replyButton(keyboard, button) {
    const className = button.style ?? "";
    const made = element("button", { type: "button", className, dir: "auto" }, button.text);
    made.onclick = () => this.tap(keyboard, button, made);
    return made;
  }

  toggleKeyboard(open = this.find(".keyboard").hidden) {
    this.find(".keyboard").hidden = !open;
    this.find(".keyboard-button").ariaExpanded = String(open);
    this.log.toEnd();
  }

  showCommands() {
    const { commands } = this.chat;
    this.find(".menu-button").classList.toggle("none", !commands.length);
    this.find(".commands").replaceChildren(...commands.map(({ command, description }) =>
      element("button", { type: "button", onclick: () => this.send(`/${command}`) },
        element("strong", {}, `/${command}`), element("span", {}, description))));
  }

  toggleCommands(open = this.find(".commands").hidden) {
    this.find(".commands").hidden = !open;
    this.find(".menu-button").ariaExpanded = String(open);
    if (open) this.find(".commands button")?.focus();
  }

  /** Show the composer, or the one big button there is instead. */
  showWhatToDo() {
    const { blocked, started } = this.chat;
    const big = this.find(".big");
    big.hidden = started && !blocked;
    big.textContent = blocked ? "Unblock the bot" : "Start";
    big.onclick = () => (blocked ? this.do("unblock") : this.send("/start"));
    this.find(".composer").hidden = !big.hidden;
    this.find("[data-do=block]").textContent = blocked ? "Unblock the bot" : "Block the bot";
  }

  answer(toast) {
    if (toast.alert) this.slideIn("Alert", [element("p", {}, toast.text)], [["main", "OK", () => null]]);
    else this.toast(toast.text);
  }

  toast(text) {
    const place = this.find(".toast");
    place.textContent = text;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => place.replaceChildren(), TOAST_MS);
  }

  /** Draw the eye to this phone. */
  call() {
    this.root.classList.remove("called");
    requestAnimationFrame(() => this.root.classList.add("called"));
    this.root.scrollIntoView({ inline: "center", block: "nearest" });
  }
}
