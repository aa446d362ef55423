// A guest's client of web messaging: it knows the socket and nothing else of the sandbox.
import { eventOf, fromNormalized } from "./normalized.js";

export class Visit {
  #deployment;
  #token;
  #view;
  #socket;
  #waiting = new Map();
  #retry = 1000;
  #typed = 0;
  #isOver = false;
  #isInChat;
  #wantsChat = false;

  // `token` is the session's secret; whoever is new makes one up.
  constructor(deployment, token, view, isInChat) {
    this.#deployment = deployment;
    this.#token = token;
    this.#view = view;
    this.#isInChat = isInChat;
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = new URLSearchParams({ deploymentId: this.#deployment, application: "sandbox-messenger" });
    const socket = new WebSocket(`${scheme}://${location.host}/v1?${query}`);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#configure(false));
    socket.addEventListener("message", (event) => this.#take(JSON.parse(event.data)));
    socket.addEventListener("close", () => this.#closed(socket));
  }

  say(text) {
    return this.#message({ type: "Text", text });
  }

  tap(message, value) {
    const isCard = message.content.type !== "quick-reply";
    const label = labelOf(message.content, value);
    const press = { type: isCard ? "Button" : "QuickReply", text: label, payload: value, originatingMessageId: message.id };
    return this.#message({
      type: isCard ? "Structured" : "Text",
      text: isCard ? label : "",
      content: [{ contentType: "ButtonResponse", buttonResponse: press }],
    });
  }

  // Says that the guest is writing, at most every five seconds.
  typing() {
    if (Date.now() - this.#typed < 5000) return;
    this.#typed = Date.now();
    this.#ask("onMessage", { message: { type: "Event", events: [{ eventType: "Typing", typing: { type: "On", duration: 5000 } }] } });
  }

  clear() {
    this.#presence("Clear");
  }

  #configure(startNew) {
    this.#ask("configureSession", { deploymentId: this.#deployment, startNew });
  }

  // Joins, leaves or clears; a moment later if the guest was too quick.
  async #presence(type) {
    const done = await this.#message({ type: "Event", events: [{ eventType: "Presence", presence: { type } }] });
    if (done.retryAfter) setTimeout(() => this.#presence(type), done.retryAfter * 1000);
    else this.#view.problem(done.why);
  }

  // Sends what the guest says; done when it comes back.
  #message(message) {
    const tracingId = crypto.randomUUID();
    const done = new Promise((resolve) => this.#waiting.set(tracingId, resolve));
    if (!this.#ask("onMessage", { tracingId, message })) this.#answered(tracingId, "there is no connection");
    return done;
  }

  #ask(action, fields) {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify({ action, token: this.#token, ...fields }));
    return true;
  }

  #answered(tracingId, why, retryAfter) {
    this.#waiting.get(tracingId)?.({ ok: !why, why, retryAfter });
    this.#waiting.delete(tracingId);
  }

  #take(frame) {
    switch (frame.class) {
      case "SessionResponse":
        this.#configured(frame.body);
        break;
      case "StructuredMessage":
        this.#answered(frame.tracingId, "");
        this.#show(frame.body);
        break;
      case "JwtResponse":
        this.#readHistory(frame.body.jwt);
        break;
      case "SessionClearedEvent":
        this.#over("Conversation cleared");
        break;
      case "SessionExpiredEvent":
        this.#over("Session expired");
        break;
      case "ConnectionClosedEvent":
        this.#over("Closed elsewhere");
        break;
      case "TooManyRequestsErrorMessage":
        this.#answered(frame.tracingId, "too many messages within a second", frame.body.retryAfter);
        break;
      case "string":
        this.#refused(frame);
        break;
    }
  }

  #configured(session) {
    this.#retry = 1000;
    this.#isOver = false;
    this.#view.connected();
    this.#readOnly(session.readOnly);
    this.#ask("getJwt", {});
    if (this.#wantsChat) this.#presence("Join");
    this.#wantsChat = false;
  }

  #readOnly(isReadOnly) {
    this.#view.writable(!isReadOnly);
    if (isReadOnly) {
      this.#isInChat = false;
      this.#view.status("closed", "Chat over");
      this.#view.act("Start chat", () => this.#start());
    } else if (this.#isInChat) {
      this.#view.status("active", "In chat");
      this.#view.act("Leave chat", () => this.#presence("Disconnect"));
    } else {
      this.#view.status("", "Not in a chat");
      this.#view.act("Start chat", () => this.#presence("Join"));
    }
  }

  // The first words begin a chat as well.
  #joined() {
    if (this.#isInChat) return;
    this.#isInChat = true;
    this.#readOnly(false);
  }

  #show(body) {
    const event = eventOf(body);
    if (!event) {
      if (!body.id) return;
      const message = fromNormalized(body);
      this.#view.show(message);
      if (message.author === "guest") this.#joined();
      return;
    }
    if (event.kind === "Join") {
      this.#view.divide("You joined the chat");
      this.#joined();
    }
    if (event.kind === "Typing" && !event.mine) this.#view.typing(event.duration ?? 5000);
    if (event.kind === "Disconnect") {
      this.#view.divide(event.mine ? "You left the chat" : "The business ended the chat");
      this.#readOnly(true);
    }
  }

  async #readHistory(jwt) {
    const messages = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const reply = await fetch(`/api/v2/webmessaging/messages?pageSize=100&pageNumber=${page}`, { headers: { authorization: `bearer ${jwt}` } });
      if (!reply.ok) return;
      const body = await reply.json();
      pages = body.pageCount;
      messages.push(...body.entities);
    }
    for (const message of messages.reverse()) this.#view.show(fromNormalized(message));
  }

  #refused(frame) {
    if (this.#waiting.has(frame.tracingId)) this.#answered(frame.tracingId, `${frame.body} (${frame.code})`);
    else if (frame.code === 4006) this.#over("Session expired");
    else this.#view.problem(`${frame.body} (${frame.code})`);
  }

  // Nothing more comes of this session: the guest has to ask for another.
  #over(why) {
    this.#isOver = true;
    this.#isInChat = false;
    this.#view.writable(false);
    this.#view.status("closed", "Chat over");
    if (why === "Conversation cleared") this.#view.clear();
    this.#view.divide(why);
    this.#view.act("Start chat", () => this.#start());
  }

  // A new chat, in a new session where the last is gone.
  #start() {
    this.#wantsChat = true;
    if (this.#socket.readyState === WebSocket.OPEN) this.#configure(true);
    else this.open();
  }

  #closed(socket) {
    for (const tracingId of [...this.#waiting.keys()]) this.#answered(tracingId, "the connection was lost");
    if (this.#isOver || socket !== this.#socket) return;
    this.#view.disconnected("Connection lost. Trying again");
    setTimeout(() => this.open(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, 15_000);
  }
}

function labelOf(it, value) {
  const cards = it.cards ?? [it];
  const buttons = [...(it.choices ?? []), ...cards.flatMap((card) => card.actions ?? [])];
  const found = buttons.find((button) => (button.value ?? button.payload) === value);
  return found?.label ?? found?.title ?? value;
}
