// How one message looks: somebody's words, or a post of the bot's with its fields and buttons.

import { el, time } from "./dom.js";

export function signature(message, extra) {
  return JSON.stringify([message.text, message.post, message.edited, message.deleted, message.pinned, extra]);
}

// `acts`: { press(message, button), open(message), edit(message), remove(message) }; `mine`: written by whoever looks.
export function messageRow(live, message, { mine, replies, acts, inThread }) {
  const author = message.author ? live.people.get(message.author) : null;
  // what the bot carries over for somebody stands under that name, and says so
  const [carried, what] = message.post && !message.post.title ? message.post.label.split(" · ") : [];
  const name = author?.name ?? (carried || live.hello.bot);
  const role = author ? author.role : "bot";
  const row = el(
    "li",
    { className: `message ${role}${message.only ? " only" : ""}${message.channel === "team" && message.text.startsWith("//") ? " inside" : ""}${message.post?.title ? " card" : ""}`, id: `m${message.id}` },
    el("span", { className: "face", "aria-hidden": "true" }, author ? name[0] : "◆"),
    el(
      "div",
      { className: "body" },
      el(
        "p",
        { className: "by" },
        el("b", {}, name),
        author ? el("span", { className: "role" }, role) : null,
        carried ? el("span", { className: "role" }, [what, `via ${live.hello.bot}`].filter(Boolean).join(", ")) : null,
        time(message.at),
        message.edited ? el("span", {}, "(edited)") : null,
        message.pinned ? el("span", {}, "pinned") : null,
        message.only ? el("span", {}, "only you see this") : null,
      ),
      message.deleted ? el("p", { className: "gone" }, "(deleted)") : message.post ? post(message, acts) : said(message),
      foot(message, { mine, replies, acts, inThread }),
    ),
  );
  return row;
}

function said(message) {
  return el("div", { className: "text", html: message.html });
}

function post(message, acts) {
  const p = message.post;
  return el(
    "div",
    { className: `post ${p.tone}` },
    p.title && p.label ? el("p", { className: "label" }, p.label) : null,
    p.title ? el("h3", {}, p.title) : null,
    p.ping.length ? el("p", { className: "pings" }, ...p.ping.map((who) => el("span", { title: "notified" }, `@${who}`))) : null,
    p.quote ? el("div", { className: "label", html: p.quote }) : null,
    p.html ? el("div", { className: "text", html: p.html }) : null,
    p.fields.length
      ? el(
          "dl",
          {},
          ...p.fields.map((f) =>
            el("div", {}, el("dt", {}, f.name), f.at ? el("dd", {}, time(f.at)) : el("dd", { html: f.html })),
          ),
        )
      : null,
    ...p.files.map((file) => el("p", { className: "label" }, `File: ${file.name}`)),
    p.footer ? el("p", { className: "label" }, p.footer) : null,
    p.buttons.length
      ? el(
          "div",
          { className: "buttons" },
          ...p.buttons.map((b) =>
            el(
              "button",
              { type: "button", className: b.style, "data-verb": b.verb, on: { click: () => acts.press(message, b) } },
              b.label,
            ),
          ),
        )
      : null,
  );
}

function foot(message, { mine, replies, acts, inThread }) {
  const parts = [];
  if (acts.open && !inThread && !message.only)
    parts.push(
      el(
        "button",
        { type: "button", className: "quiet", on: { click: () => acts.open(message) } },
        replies ? `${replies} in the thread` : "Reply in thread",
      ),
    );
  if (mine && !message.deleted) {
    parts.push(el("button", { type: "button", className: "quiet", on: { click: () => acts.edit(message) } }, "Edit"));
    parts.push(el("button", { type: "button", className: "quiet", on: { click: () => acts.remove(message) } }, "Delete"));
  }
  return parts.length ? el("p", { className: "foot" }, ...parts) : null;
}
