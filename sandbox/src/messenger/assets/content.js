// How each kind of content looks. Everything from a message goes in as text, never as HTML.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return made;
}

export function content(message, tap) {
  const show = kinds[message.content.type] ?? unknown;
  return element("div", { class: "body" }, ...[show(message.content, tap, message)].flat());
}

const kinds = {
  text: (it) => [it.text && element("p", { class: "bubble text" }, it.text), ...attachments(it)],
  html: (it, _tap, message) => [frame(message, "Formatted message"), ...attachments(it)],
  email: (it, _tap, message) => element("article", { class: "bubble mail" },
    element("h2", { class: "mail-subject" }, it.subject),
    it.format === "html" ? frame(message, it.subject) : element("p", { class: "mail-text" }, it.body)),
  image: (it) => element("figure", { class: "bubble media" }, image(it.url, it.caption ?? it.fileName ?? "Image"), caption(it)),
  audio: (it) => element("figure", { class: "bubble media" }, element("audio", { controls: true, preload: "none", src: it.url }), caption(it)),
  video: (it) => element("figure", { class: "bubble media" }, element("video", { controls: true, preload: "none", src: it.url }), caption(it)),
  file: (it) => file(it.url, it.fileName ?? lastPart(it.url), it.caption ?? it.mimeType),
  "quick-reply": quickReply,
  card: (it, tap) => card(it, tap, "h2"),
  carousel,
  location: place,
};

function quickReply(it, tap) {
  return [
    element("p", { class: "bubble text" }, it.title),
    element("div", { class: "choices", role: "group", "aria-label": it.title },
      ...it.choices.map((choice) => element("button", {
        type: "button", class: "choice", "data-choice-value": choice.value, "aria-pressed": "false",
        onclick: (event) => tapOnce(event.currentTarget, tap),
      }, choice.label))),
  ];
}

function carousel(it, tap) {
  const row = element("ul", { class: "cards", tabindex: "0", role: "list", "aria-label": `Carousel of ${it.cards.length} cards` },
    ...it.cards.map((one) => element("li", {}, card(one, tap, "h2"))));
  const step = (by) => row.scrollBy({ left: by * (row.firstElementChild.offsetWidth + 12), behavior: "smooth" });
  const arrow = (label, by, side) =>
    element("button", { type: "button", class: `arrow arrow-${side}`, "aria-label": label, onclick: () => step(by) });
  const back = arrow("Previous card", -1, "back");
  const on = arrow("Next card", 1, "on");
  const update = () => {
    back.disabled = row.scrollLeft < 4;
    on.disabled = row.scrollLeft + row.clientWidth > row.scrollWidth - 4;
  };
  row.addEventListener("scroll", update, { passive: true });
  new ResizeObserver(update).observe(row);
  return element("div", { class: "carousel" }, row, it.cards.length > 1 ? element("div", { class: "arrows" }, back, on) : "");
}

function card(it, tap, heading) {
  return element("article", { class: "bubble card" },
    it.image?.url && image(it.image.url, it.title || "Picture"),
    element("div", { class: "card-text" },
      it.title && element(heading, { class: "card-title" }, it.title),
      it.subtitle && element("p", { class: "card-subtitle" }, it.subtitle)),
    it.actions?.length ? element("div", { class: "actions" }, ...it.actions.map((action) => button(action, tap))) : "");
}

function button(action, tap) {
  if (action.type === "web_url") {
    return element("a", { class: "action action-link", href: action.url, target: "_blank", rel: "noopener noreferrer" }, action.title);
  }
  return element("button", {
    type: "button", class: "action action-postback", "data-choice-value": action.payload, "aria-pressed": "false",
    onclick: (event) => tapOnce(event.currentTarget, tap),
  }, action.title);
}

async function tapOnce(tapped, tap) {
  const group = tapped.classList.contains("choice") ? [...tapped.parentElement.children] : [tapped];
  for (const one of group) one.disabled = true;
  const reply = await tap(tapped.dataset.choiceValue).catch(() => undefined);
  if (!reply?.ok) for (const one of group) one.disabled = false;
}

function place(it) {
  const at = `${it.latitude}, ${it.longitude}`;
  const map = `https://www.openstreetmap.org/?mlat=${it.latitude}&mlon=${it.longitude}#map=16/${it.latitude}/${it.longitude}`;
  return element("a", { class: "bubble place", href: map, target: "_blank", rel: "noopener noreferrer" },
    element("span", { class: "place-pin", "aria-hidden": "true" }),
    element("span", { class: "place-text" },
      element("strong", {}, it.title || it.address || "Location"),
      it.title && it.address && element("span", {}, it.address),
      element("span", { class: "place-degrees" }, at)));
}

function image(url, alt) {
  const shown = element("img", { src: url, alt, loading: "lazy", referrerpolicy: "no-referrer" });
  shown.addEventListener("error", () =>
    shown.replaceWith(element("span", { class: "missing", role: "img", "aria-label": alt }, "Picture not available")));
  return shown;
}

function caption(it) {
  return it.caption ? element("figcaption", {}, it.caption) : "";
}

function file(url, name, note) {
  return element("a", { class: "bubble file", href: url, target: "_blank", rel: "noopener noreferrer" },
    element("span", { class: "file-icon", "aria-hidden": "true" }),
    element("span", { class: "file-text" }, element("strong", {}, name), note && element("span", {}, note)));
}

function attachments(it) {
  return (it.attachments ?? []).map((one) => file(one.url, one.fileName, `${one.contentType}, ${bytes(one.size)}`));
}

// Somebody's HTML lives in a document of its own, in a frame without any rights.
function frame(message, title) {
  return element("iframe", { class: "html", sandbox: "", title, src: `/_sandbox/messenger/mail/${encodeURIComponent(message.id)}`, referrerpolicy: "no-referrer" });
}

function unknown(it) {
  return element("p", { class: "bubble text" }, `This messenger cannot show “${it.type}”.`);
}

function lastPart(url) {
  return decodeURIComponent(new URL(url).pathname.split("/").pop() || url);
}

function bytes(count) {
  const units = ["bytes", "KB", "MB"];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) {
    count /= 1024;
    unit += 1;
  }
  return `${count.toLocaleString(undefined, { maximumFractionDigits: 1 })} ${units[unit]}`;
}
