// The list of guests whose messenger can be opened.
import { element } from "./content.js";

const page = "/_sandbox/messenger";

export async function lobby(main) {
  main.hidden = false;
  document.getElementById("find").addEventListener("submit", find);
  const lists = await (await fetch(`${page}/guests`)).json();
  const shown = new Set(lists.recent.map((guest) => guest.link));
  lists.open = lists.open.filter((guest) => !shown.has(guest.link));
  lists.other = lists.other.filter((guest) => !shown.has(guest.link));
  document.getElementById("lobby-lists").replaceChildren(
    ...section("Latest messages", lists.recent),
    ...section("In a chat right now", lists.open),
    ...section("Not in a chat", lists.other),
  );
}

function section(title, guests) {
  if (!guests.length) return [];
  return [element("section", { class: "guests" },
    element("h2", {}, title),
    element("ul", {}, ...guests.map((guest) => element("li", {}, row(guest)))))];
}

function row(guest) {
  const note = guest.last ? summary(guest.last) : (guest.address ?? "No address");
  return element("a", { class: "guest", href: `${page}?${guest.link}`, "data-guest-id": guest.chat?.guestId, "data-contact-id": guest.chat?.contactId },
    element("span", { class: "avatar", "aria-hidden": "true" }, [...guest.name][0]?.toUpperCase() ?? "?"),
    element("span", { class: "guest-text" },
      element("span", { class: "guest-name" }, guest.name),
      note === guest.name ? "" : element("span", { class: "guest-note" }, note)),
    guest.chat && element("span", { class: "chat-status", "data-status": guest.chat.status }, guest.chat.status === "active" ? "In chat" : `Chat ${guest.chat.status}`));
}

function summary(message) {
  const it = message.content;
  const text = it.text ?? it.title ?? it.subject ?? it.cards?.[0]?.title ?? it.caption ?? it.fileName ?? it.type;
  return message.author === "guest" ? `You: ${text}` : text;
}

// An id is told by its look; whether it is a guest's or a contact's, the server knows.
async function find(event) {
  event.preventDefault();
  const text = new FormData(event.currentTarget).get("who").trim();
  const kinds = /^[0-9a-f-]{36}$/i.test(text) ? ["guest", "contact"] : ["address"];
  for (const kind of kinds) {
    const query = new URLSearchParams({ [kind]: text });
    const reply = await fetch(`${page}/profile?${query}`);
    if (reply.ok || kind === kinds.at(-1)) {
      location.assign(`${page}?${query}`);
      return;
    }
  }
}
