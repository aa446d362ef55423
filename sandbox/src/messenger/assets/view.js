// What the guest sees and does, wherever messages come from.
import { content, element } from "./content.js";

export const base = "/_sandbox/messenger";
export const here = (id) => document.getElementById(id);

export class View {
  #source;
  #stick = true;

  constructor() {
    this.#keepEndInSight();
  }

  // Messages come from there, and the guest's words go there.
  attach(source) {
    this.#source = source;
    here("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say(here("composer-field"));
    });
  }

  profile(profile) {
    document.title = `${profile.name} · Messenger`;
    here("name").textContent = profile.name;
    here("address").textContent = profile.address === profile.name ? "" : (profile.address ?? "No address");
    here("avatar").textContent = initials(profile.name);
    if (profile.ids) this.#ids(profile.ids);
    const { chat } = profile;
    if (!chat) return;
    this.status(chat.status, chat.status === "active" ? "In chat" : `Chat ${chat.status}`);
    if (!profile.ids) this.#ids([["Contact", chat.contactId], ["Guest", chat.guestId], ["Conversation", chat.conversationId]]);
    this.act(chat.status === "active" ? "Leave chat" : "Start chat", () => this.#source.switchChat(chat));
  }

  status(state, text) {
    const badge = here("chat-status");
    badge.hidden = false;
    badge.dataset.status = state;
    badge.textContent = text;
  }

  // What the button at the top does next.
  act(text, act) {
    const button = here("chat-switch");
    button.hidden = false;
    button.textContent = text;
    button.onclick = act;
  }

  connected() {
    here("connection").hidden = true;
    here("empty").hidden = here("messages").childElementCount > 0;
  }

  disconnected(why) {
    here("connection").hidden = false;
    here("connection").textContent = why;
  }

  // Whether there is anything to write into.
  writable(can) {
    here("composer-field").disabled = !can;
    here("composer-field").placeholder = can ? "Answer as the guest" : "The chat is over";
    here("composer").querySelector("button").disabled = !can;
  }

  clear() {
    here("messages").replaceChildren();
    here("empty").hidden = false;
  }

  divide(text) {
    here("messages").append(element("li", { class: "divider" }, text));
    here("empty").hidden = true;
  }

  problem(why) {
    here("problem").textContent = why && `Not sent: ${why}.`;
  }

  // Somebody writes; for so many milliseconds.
  typing(duration) {
    const note = here("typing");
    note.hidden = false;
    clearTimeout(note.timer);
    note.timer = setTimeout(() => { note.hidden = true; }, duration);
  }

  show(message) {
    if (document.querySelector(`[data-message-id="${CSS.escape(message.id)}"]`)) return;
    here("empty").hidden = true;
    here("typing").hidden = true;
    const item = bubble(message, (value) => this.#send(this.#source.tap(message, value)));
    const before = here("messages").lastElementChild;
    here("messages").append(item);
    if (before && follows(before, item)) item.classList.add("follows");
    if (message.inReplyTo) settle(message);
    this.#stick = true;
  }

  async #say(field) {
    const text = field.value.trim();
    if (!text) return;
    const done = await this.#send(this.#source.say(text));
    if (done.ok) field.value = "";
  }

  async #send(sending) {
    const done = await sending;
    this.problem(done.ok ? "" : done.why);
    return done;
  }

  #ids(ids) {
    here("ids").replaceChildren(
      ...ids.filter(([, id]) => id).flatMap(([term, id]) => [element("dt", {}, term), element("dd", {}, element("code", {}, id))]),
    );
  }

  // Pictures grow after they are shown: the end stays in sight unless the guest scrolled away.
  #keepEndInSight() {
    const scroll = here("scroll");
    scroll.addEventListener("scroll", () => {
      this.#stick = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
    }, { passive: true });
    new ResizeObserver(() => {
      if (this.#stick) scroll.scrollTop = scroll.scrollHeight;
    }).observe(here("messages"));
  }
}

export function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function bubble(message, tap) {
  const mine = message.author === "guest";
  const time = element("time", { datetime: message.at, title: new Date(message.at).toLocaleString() },
    new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  const from = mine ? "You" : senderName(message);
  return element("li", {
    class: `message ${mine ? "from-guest" : "from-business"} kind-${message.content.type}`,
    "data-message-id": message.id,
    "data-author": message.author,
    "data-operation": message.operation,
    "data-channel": message.channel,
  },
    element("p", { class: "meta" }, element("span", { class: "sender" }, from), " ", time),
    content(message, tap),
  );
}

// The same sender within two minutes need not be named again.
function follows(before, item) {
  const read = (one) => [one.querySelector(".sender")?.textContent, Date.parse(one.querySelector("time")?.dateTime)];
  const [[name, at], [next, then]] = [read(before), read(item)];
  return name === next && then - at < 120_000;
}

// A choice that was made, here or in another tab: it is marked, and a quick reply is closed.
function settle(answer) {
  const item = document.querySelector(`[data-message-id="${CSS.escape(answer.inReplyTo)}"]`);
  for (const button of item?.querySelectorAll("button[data-choice-value]") ?? []) {
    const chosen = button.dataset.choiceValue === answer.value;
    if (chosen) button.setAttribute("aria-pressed", "true");
    if (chosen || button.classList.contains("choice")) button.disabled = true;
  }
}

function senderName(message) {
  const names = { bot: "Bot", agent: "Agent" };
  return names[message.sender] ?? message.sender ?? "Business";
}

function initials(name) {
  const words = name.split(/[\s.@]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}
