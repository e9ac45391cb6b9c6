// The page: three columns over one connection.

import { composer, dialog, isCommand } from "./compose.js";
import { el, keep } from "./dom.js";
import { diagram, journal } from "./happened.js";
import { Live } from "./live.js";
import { Tour } from "./tour.js";
import { messageRow, signature } from "./words.js";

const $ = (selector, within = document) => within.querySelector(selector);
const live = new Live(() => schedule());

// What this window looks at; another window may look at something else.
const look = {
  community: { who: "", place: "dm", thread: "" },
  team: { who: "", place: "team", thread: "" },
  which: 0, // the conversation in the diagram; 0: the latest that moved
  ...JSON.parse(sessionStorage.getItem("look") ?? "{}"),
};

class Column {
  constructor(name, roles) {
    this.name = name;
    this.roles = roles;
    this.root = document.getElementById(name);
    this.words = $(".words", this.root);
    this.select = $("select", this.root);
    this.select.addEventListener("change", () => this.set({ who: this.select.value, thread: "" }));
    $("[data-back]", this.root).addEventListener("click", () => this.set({ thread: "" }));
    $("[data-add]", this.root).addEventListener("click", () => this.add());
    this.box = composer($(".composer", this.root), {
      label: `Message in ${name === "team" ? "the team channel" : "the community"}`,
      commands: () => live.hello.commands.filter((c) => allowed(c, this.person?.role)),
      send: (text) => this.send(text),
    });
  }

  get look() {
    return look[this.name];
  }

  get person() {
    return live.people.get(this.look.who);
  }

  get channel() {
    return this.look.place === "dm" ? `@${this.look.who}` : this.look.place;
  }

  set(changes) {
    Object.assign(this.look, changes);
    keepLook();
    schedule(true);
  }

  about() {
    return { who: this.look.who, channel: this.channel, thread: this.look.thread };
  }

  async send(text) {
    const wish = isCommand(text) ? { do: "command", line: text } : { do: "say", text };
    await this.act({ ...this.about(), ...wish });
  }

  // Ask for something; what is answered with a form opens it.
  async act(wish) {
    const answer = await live.ask(wish);
    if (answer.wrong) alarm(answer.wrong);
    if (answer.form) this.form(answer.form, wish);
    return answer;
  }

  form(form, { channel, thread }) {
    const people = [...live.people.values()].filter((p) => p.role !== "customer").map((p) => [p.id, p.name]);
    const channels = ["help", "team"].map((name) => [name, `#${name}`]);
    const inputs = form.inputs.map((input) => ({
      ...input,
      options: input.person ? people : input.channel ? channels : input.choices.length ? input.choices : null,
    }));
    dialog({ title: form.title, button: form.submit, inputs }, (fields) =>
      live.ask({ do: "send", who: this.look.who, channel, thread, verb: form.verb, number: form.number, fields }),
    );
  }

  add() {
    const roles = this.roles.map((role) => [role, role]);
    dialog(
      {
        title: this.name === "team" ? "Add somebody to the team" : "Add a customer",
        button: "Add",
        inputs: [
          { name: "name", label: "Name", required: true, limit: 30 },
          ...(roles.length > 1 ? [{ name: "role", label: "Role", required: true, options: roles }] : []),
        ],
      },
      async ({ name, role }) => {
        const answer = await live.ask({ do: "join", name, role: role || this.roles[0] });
        if (answer.person) this.set({ who: answer.person, thread: "" });
        return answer.wrong ? { errors: { name: answer.wrong } } : {};
      },
    );
  }

  get acts() {
    return {
      press: (message, { verb, number, detail }) =>
        this.act({ ...this.about(), thread: message.thread, channel: message.channel, do: "press", verb, number, detail }),
      open: this.look.place === "dm" ? null : (message) => this.set({ thread: String(message.id) }),
      edit: (message) =>
        dialog(
          {
            title: "Edit the message",
            button: "Save",
            inputs: [{ name: "text", label: "Text", long: true, required: true, limit: 4000, value: message.text }],
          },
          ({ text }) => live.ask({ ...this.about(), do: "edit", message: message.id, text }),
        ),
      remove: (message) => this.act({ ...this.about(), do: "delete", message: message.id }),
    };
  }

  draw(moved) {
    this.people();
    if (!this.look.who) return;
    const { thread, who } = this.look;
    const low = moved || this.words.scrollHeight - this.words.scrollTop - this.words.clientHeight < 80;
    const shown = live.of(this.channel, thread, who).filter((m) => !m.deleted || m.author || live.replies(m));
    keep(
      this.words.firstElementChild,
      shown.map((message) => {
        const replies = this.channel.startsWith("@") ? 0 : live.replies(message);
        const mine = message.author === who;
        const inThread = Boolean(thread);
        const make = () => messageRow(live, message, { mine, replies, acts: this.acts, inThread });
        return [message.id, signature(message, [who, replies, inThread]), make];
      }),
    );
    if (!shown.length) this.words.dataset.empty = this.nothing();
    else delete this.words.dataset.empty;
    if (low) this.words.scrollTop = this.words.scrollHeight;
    this.where();
    const until = live.typing.get(`${this.channel} ${thread}`) ?? 0;
    const writing = until > Date.now() ? `${live.hello.bot} is writing…` : "";
    if ($(".typing", this.root).textContent !== writing) $(".typing", this.root).textContent = writing;
  }

  nothing() {
    if (this.name === "team") return "Nobody has asked for a person yet.";
    return this.look.place === "dm" ? "Write to the bot: ask about delivery, for example." : "Nobody has asked anything here yet.";
  }

  people() {
    const fits = [...live.people.values()].filter((p) => this.roles.includes(p.role));
    if (fits.length && !fits.some((p) => p.id === this.look.who)) this.look.who = fits[0].id;
    const key = fits.map((p) => p.id + p.name).join();
    if (this.select.dataset.key !== key) {
      this.select.dataset.key = key;
      this.select.replaceChildren(
        ...fits.map((p) => el("option", { value: p.id }, p.role === "admin" ? `${p.name} (admin)` : p.name)),
      );
    }
    this.select.value = this.look.who;
  }

  where() {
    const bar = $(".where", this.root);
    const start = this.look.thread ? live.messages.get(Number(this.look.thread)) : null;
    bar.hidden = !start;
    if (start) $("span", bar).textContent = `Thread: ${start.post?.title || start.text.slice(0, 60) || "a message"}`;
    for (const button of this.root.querySelectorAll("[data-place]"))
      button.setAttribute("aria-pressed", String(button.dataset.place === this.look.place));
  }
}

function allowed(command, role) {
  return role === "admin" || command.who === "customer" || (command.who === "agent" && role === "agent");
}

function keepLook() {
  sessionStorage.setItem("look", JSON.stringify(look));
}

function alarm(text) {
  dialog({ title: text, button: "All right", inputs: [] }, () => ({}));
}

const community = new Column("community", ["customer"]);
const team = new Column("team", ["agent", "admin"]);
for (const button of community.root.querySelectorAll("[data-place]"))
  button.addEventListener("click", () => community.set({ place: button.dataset.place, thread: "" }));

const main = $("main");
export function show(name) {
  main.dataset.shown = name;
  for (const button of document.querySelectorAll("[data-show]"))
    button.setAttribute("aria-pressed", String(button.dataset.show === name));
}
for (const button of document.querySelectorAll("[data-show]")) button.addEventListener("click", () => show(button.dataset.show));

const which = $("#which");
which.addEventListener("change", () => {
  look.which = Number(which.value);
  keepLook();
  schedule();
});

function happened() {
  const all = live.conversations();
  const key = [...all.keys()].sort((a, b) => a - b).map((n) => `${n} ${all.get(n).customer}`).join();
  if (which.dataset.key !== key) {
    which.dataset.key = key;
    const numbers = [...all.keys()].sort((a, b) => a - b);
    which.replaceChildren(
      el("option", { value: "0" }, "the latest"),
      ...numbers.map((n) => el("option", { value: String(n) }, `#${n} · ${all.get(n).customer}`)),
    );
  }
  which.value = String(look.which);
  const entries = live.journal.filter((entry) => entry.number === (look.which || entry.number) && entry.number);
  const moves = entries.filter((entry) => entry.before !== entry.after);
  const last = entries.at(-1);
  diagram($("#diagram"), live.hello.states, last?.after ?? "", last && moves.at(-1)?.number === last.number ? moves.at(-1).before : "");
  journal($("#journal"), look.which ? entries : live.journal);
}

let scheduled = false;
let moved = false;
function schedule(far = false) {
  moved ||= far;
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    $("#link-state").textContent = live.connected ? "Connected" : "Connecting…";
    document.body.classList.toggle("lost", !live.connected);
    community.draw(moved);
    team.draw(moved);
    happened();
    moved = false;
    tour.draw();
  });
}

// A link to a message ("#m12") shows it, in whichever column it is.
function follow() {
  const message = live.messages.get(Number(location.hash.slice(2)));
  if (!location.hash.startsWith("#m") || !message) return;
  const column = message.channel === "team" ? team : community;
  const place = message.channel.startsWith("@") ? "dm" : message.channel;
  const who = message.channel.startsWith("@") ? message.channel.slice(1) : column.look.who;
  column.set({ place, who, thread: place === "dm" ? "" : message.thread || String(message.id) });
  show(column.name);
}
addEventListener("hashchange", follow);

const tour = new Tour(live, { community, team, show });
$("#tour-start").addEventListener("click", () => tour.start());
setInterval(() => schedule(), 30000);
