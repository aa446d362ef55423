// Everything that reached a guest, whatever way it came, as the sandbox's own feed tells it.
import { base, post } from "./view.js";

export class Feed {
  #query;
  #view;
  #seen = 0;
  #told = 0;

  constructor(query, view) {
    this.#query = query;
    this.#view = view;
    document.addEventListener("visibilitychange", () => this.#tellRead());
  }

  open() {
    const feed = new EventSource(`${base}/feed?${this.#query}`);
    feed.addEventListener("open", () => this.#view.connected());
    feed.addEventListener("error", () => this.#view.disconnected("Connection lost. Trying again"));
    feed.addEventListener("reset", () => this.#view.clear());
    feed.addEventListener("message", (event) => {
      this.#view.show(JSON.parse(event.data));
      this.#seen = Number(event.lastEventId);
      this.#tellRead();
    });
  }

  say(text) {
    return this.#answer({ text });
  }

  tap(message, value) {
    return this.#answer({ messageId: message.id, value });
  }

  // A new chat, or the end of the one that goes on.
  async switchChat(chat) {
    const act = chat.status === "active" ? "end" : "start";
    const reply = await post(`/_sandbox/webchat/${act}`, { guestId: chat.guestId });
    if (!reply.ok) return;
    this.#view.profile(await (await fetch(`${base}/profile?guest=${chat.guestId}`)).json());
    this.#view.divide(act === "end" ? "Chat ended" : "New chat started");
  }

  async #answer(body) {
    const reply = await post(`${base}/answer?${this.#query}`, body);
    return { ok: reply.ok, why: reply.ok ? "" : (await reply.json()).error.message };
  }

  #tellRead() {
    if (document.visibilityState !== "visible" || this.#seen <= this.#told) return;
    this.#told = this.#seen;
    post(`${base}/read?${this.#query}`, { upTo: this.#seen });
  }
}

