// The guest's messenger: shows what arrives and sends back what the guest does.
import { content, element } from "./content.js";
import { lobby } from "./lobby.js";

const base = "/_sandbox/messenger";
const here = (id) => document.getElementById(id);
const who = new URLSearchParams(location.search);
const named = ["guest", "contact", "address"].some((name) => who.has(name));

if (named) {
  open(who.toString());
} else {
  lobby(here("lobby"));
}

async function open(query) {
  here("messenger").hidden = false;
  const reply = await fetch(`${base}/profile?${query}`);
  if (!reply.ok) {
    here("name").textContent = "Nobody has this id";
    here("composer").hidden = true;
    here("avatar").hidden = true;
    here("empty").hidden = false;
    here("empty").replaceChildren(
      element("p", { class: "empty-title" }, "No guest or contact of this sandbox has it"),
      element("p", {}, "A conversation id is no contact id. ", element("a", { href: base }, "Choose from the list")),
    );
    return;
  }
  const profile = await reply.json();
  showProfile(profile);
  const thread = new Thread(profile.link);
  thread.listen();
  here("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    thread.type(here("composer-field"));
  });
}

function showProfile(profile) {
  document.title = `${profile.name} · Messenger`;
  here("name").textContent = profile.name;
  here("address").textContent = profile.address === profile.name ? "" : (profile.address ?? "No address");
  here("avatar").textContent = initials(profile.name);
  const { chat } = profile;
  if (!chat) return;
  showChat(chat.status);
  const ids = [["Contact", chat.contactId], ["Guest", chat.guestId], ["Conversation", chat.conversationId]];
  here("ids").replaceChildren(
    ...ids.flatMap(([term, id]) => [element("dt", {}, term), element("dd", {}, element("code", {}, id))]),
  );
  here("chat-switch").onclick = () => switchChat(chat);
}

function showChat(status) {
  const active = status === "active";
  const badge = here("chat-status");
  badge.hidden = false;
  badge.dataset.status = status;
  badge.textContent = active ? "In chat" : `Chat ${status}`;
  const button = here("chat-switch");
  button.hidden = false;
  button.textContent = active ? "Leave chat" : "Start chat";
}

async function switchChat(chat) {
  const act = chat.status === "active" ? "end" : "start";
  const reply = await post(`/_sandbox/webchat/${act}`, { guestId: chat.guestId });
  if (!reply.ok) return;
  showProfile(await (await fetch(`${base}/profile?guest=${chat.guestId}`)).json());
  here("messages").append(element("li", { class: "divider" }, act === "end" ? "Chat ended" : "New chat started"));
  here("empty").hidden = true;
}

class Thread {
  #query;
  #seen = 0;
  #told = 0;
  #stick = true;

  constructor(query) {
    this.#query = query;
    this.#keepEndInSight();
    document.addEventListener("visibilitychange", () => this.#tellRead());
  }

  listen() {
    const feed = new EventSource(`${base}/feed?${this.#query}`);
    const notice = here("connection");
    feed.addEventListener("open", () => {
      notice.hidden = true;
      here("empty").hidden = here("messages").childElementCount > 0;
    });
    feed.addEventListener("error", () => {
      notice.hidden = false;
      notice.textContent = "Connection lost. Trying again";
    });
    feed.addEventListener("reset", () => {
      here("messages").replaceChildren();
      here("empty").hidden = false;
    });
    feed.addEventListener("message", (event) => {
      this.#show(JSON.parse(event.data));
      this.#seen = Number(event.lastEventId);
      this.#tellRead();
    });
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

  async type(field) {
    const text = field.value.trim();
    if (!text) return;
    const reply = await this.#answer({ text });
    if (reply.ok) field.value = "";
  }

  #show(message) {
    if (document.querySelector(`[data-message-id="${CSS.escape(message.id)}"]`)) return;
    here("empty").hidden = true;
    const tap = (value) => this.#answer({ messageId: message.id, value });
    const item = bubble(message, tap);
    const before = here("messages").lastElementChild;
    here("messages").append(item);
    if (before && follows(before, item)) item.classList.add("follows");
    if (message.inReplyTo) settle(message);
    this.#stick = true;
  }

  async #answer(body) {
    const reply = await post(`${base}/answer?${this.#query}`, body);
    const failed = reply.ok ? "" : (await reply.json()).error.message;
    here("problem").textContent = failed && `Not sent: ${failed}.`;
    return reply;
  }

  #tellRead() {
    if (document.visibilityState !== "visible" || this.#seen <= this.#told) return;
    this.#told = this.#seen;
    post(`${base}/read?${this.#query}`, { upTo: this.#seen });
  }
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

function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
