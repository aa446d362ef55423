// The guest's messenger. A guest of web messaging comes over the socket, as a messenger on a web
// site does; everybody else is shown what reached them by the sandbox's own feed.
import { element } from "./content.js";
import { Feed } from "./feed.js";
import { lobby } from "./lobby.js";
import { View, base, here } from "./view.js";
import { Visit } from "./visit.js";

const who = new URLSearchParams(location.search);
const deployment = who.get("deployment");

if (["guest", "contact", "address"].some((name) => who.has(name))) {
  open(who.toString());
} else if (deployment) {
  visit({ name: "Visitor" }, deployment, remembered(deployment));
} else {
  lobby(here("lobby"));
}

async function open(query) {
  const reply = await fetch(`${base}/profile?${query}`);
  if (!reply.ok) {
    nobody();
    return;
  }
  const profile = await reply.json();
  const { web } = profile;
  if (web && (deployment || web.isAskedFor)) {
    visit(profile, deployment ?? web.deploymentId, web.token);
    return;
  }
  here("messenger").hidden = false;
  const view = new View();
  const feed = new Feed(profile.link, view);
  view.attach(feed);
  view.profile(profile);
  feed.open();
}

function visit(profile, deployment, token) {
  here("messenger").hidden = false;
  const view = new View();
  const visit = new Visit(deployment, token, view, profile.web?.isInChat ?? false);
  view.attach(visit);
  view.profile({
    name: profile.name,
    address: profile.address ?? "Web messaging",
    ids: [["External contact", profile.web?.externalContactId], ["Deployment", deployment]],
  });
  here("composer-field").addEventListener("input", () => visit.typing());
  here("clear").hidden = false;
  here("clear").addEventListener("click", () => visit.clear());
  visit.open();
}

// A visitor keeps the secret that the page made up, as long as the tab is there.
function remembered(deployment) {
  const key = `token of ${deployment}`;
  const token = sessionStorage.getItem(key) ?? crypto.randomUUID();
  sessionStorage.setItem(key, token);
  return token;
}

function nobody() {
  here("messenger").hidden = false;
  here("name").textContent = "Nobody has this id";
  here("composer").hidden = true;
  here("avatar").hidden = true;
  here("empty").hidden = false;
  here("empty").replaceChildren(
    element("p", { class: "empty-title" }, "No guest or contact of this sandbox has it"),
    element("p", {}, "A conversation id is no contact id. ", element("a", { href: base }, "Choose from the list")),
  );
}
