// A message of the web messaging socket, or of its history, as the view shows messages.

export function fromNormalized(it) {
  const press = it.content?.find((part) => part.contentType === "ButtonResponse")?.buttonResponse;
  return {
    id: it.id,
    author: it.direction === "Inbound" ? "guest" : "business",
    sender: it.originatingEntity === "Bot" ? "bot" : undefined,
    channel: "web",
    at: it.channel?.time,
    inReplyTo: press?.originatingMessageId ?? undefined,
    value: press?.payload,
    content: content(it),
  };
}

// The presence or the typing that a frame tells of, if it is one.
export function eventOf(it) {
  if (it.type !== "Event") return undefined;
  const event = it.events?.[0];
  return { kind: event?.presence?.type ?? event?.eventType, duration: event?.typing?.duration, mine: it.direction === "Inbound" };
}

function content(it) {
  const parts = it.content ?? [];
  const [first] = parts;
  switch (first?.contentType) {
    case "QuickReply":
      return { type: "quick-reply", title: it.text ?? "", choices: parts.map(({ quickReply }) => ({ label: quickReply.text, value: quickReply.payload })) };
    case "Card":
      return { type: "card", ...card(first.card) };
    case "Carousel":
      return { type: "carousel", cards: first.carousel.cards.map(card) };
    case "Location":
      return { type: "location", title: first.location.text, ...first.location };
    case "Attachment":
      return it.direction === "Inbound" ? { type: "text", text: it.text, attachments: parts.map(attached) } : shown(first.attachment);
    default:
      return { type: "text", text: it.text };
  }
}

function card(it) {
  return {
    title: it.title,
    subtitle: it.description,
    image: it.image && { url: it.image },
    actions: (it.actions ?? []).map((action) => action.type === "Link"
      ? { type: "web_url", title: action.text, url: action.url }
      : { type: "postback", title: action.text, payload: action.payload }),
  };
}

function attached({ attachment }) {
  return { url: attachment.url, fileName: attachment.filename, contentType: attachment.mime, size: attachment.contentSizeBytes };
}

function shown(it) {
  return { type: it.mediaType.toLowerCase(), url: it.url, mimeType: it.mime, fileName: it.filename ?? undefined, caption: it.text ?? undefined };
}
