// A tour of six steps that plays the story of a handoff. Each step can be done by hand as well: it sees what happens.

import { el } from "./dom.js";

const QUESTION = "How long does delivery take?";

function steps({ community, team, show }, live) {
  const named = (name) => [...live.people.values()].find((p) => p.name === name)?.id;
  const asAnn = () => {
    community.set({ who: named("Ann"), place: "dm", thread: "" });
    show("community");
  };
  const asBo = (thread = "") => {
    team.set({ who: named("Bo"), thread });
    show("team");
  };
  const say = (column, text) => column.send(text);
  return [
    {
      title: "A customer asks",
      text: "Ann writes to the bot in a direct message. The AI answers from the help pages, names its source, and says what it is.",
      act: () => (asAnn(), say(community, QUESTION)),
      done: (t) => t.event((e) => e.event === "Answered"),
    },
    {
      title: "She asks for a person",
      text: "Asking is always honoured. In the same moment the AI falls silent, Ann is told, and a card appears in the team channel.",
      act: () => (asAnn(), say(community, "Can I talk to a human please?")),
      done: (t) => t.event((e) => e.after === "waiting"),
    },
    {
      title: "Bo claims it",
      text: "One button, one winner. The card's thread holds everything that was said so far.",
      act: async (t) => (asBo(), team.act({ ...team.about(), do: "press", verb: "claim", number: t.number(), detail: "" })),
      done: (t) => t.event((e) => e.after === "claimed"),
    },
    {
      title: "He answers, and makes a note",
      text: "In the card's thread Bo's words go to Ann; what begins with // stays inside.",
      act: async (t) => {
        asBo(t.thread());
        await say(team, "Hi Ann, I can send it by express today. Is that all right?");
        await say(team, "// long-standing customer: no charge");
        show("team");
      },
      done: (t) => t.event((e) => e.event === "Spoke" && e.said.startsWith("Bo: //")),
    },
    {
      title: "Ann replies, Bo closes",
      text: "Her words appear beside the card. Closing takes a note for the record, and lets the AI speak again.",
      act: async (t) => {
        asAnn();
        await say(community, "Yes please, thank you!");
        asBo(t.thread());
        await live.ask({ ...team.about(), do: "send", verb: "close", number: t.number(), fields: { note: "sent by express" } });
      },
      done: (t) => t.event((e) => e.after === "closed"),
    },
    {
      title: "And the AI takes the next question",
      text: "A new conversation, with the AI again. Try the rest yourself: two windows that claim at once, /keywords as Di, the state diagram on the right.",
      act: () => (asAnn(), say(community, "How do I return something?")),
      done: (t) => t.event((e) => e.event === "Answered" && e.number > t.number()),
    },
  ];
}

export class Tour {
  constructor(live, columns) {
    this.live = live;
    this.steps = steps(columns, live);
    this.frame = document.getElementById("tour");
    this.at = -1;
    this.from = 0;
    this.busy = false;
  }

  start() {
    this.at = 0;
    this.from = this.live.journal.at(-1)?.n ?? 0;
    this.drawn = "";
    this.draw();
    this.frame.querySelector("button")?.focus();
  }

  end() {
    this.at = -1;
    this.draw();
    document.getElementById("tour-start").focus();
  }

  // Whether something happened since the tour began.
  event(fits) {
    return this.live.journal.some((e) => e.n > this.from && fits(e));
  }

  // The conversation of the tour: the first that was handed off in it.
  number() {
    return this.live.journal.find((e) => e.n > this.from && e.after === "waiting")?.number ?? 0;
  }

  thread() {
    const title = new RegExp(`^#${this.number()} `);
    return String([...this.live.messages.values()].find((m) => m.channel === "team" && title.test(m.post?.title ?? ""))?.id ?? "");
  }

  async play() {
    this.busy = true;
    this.draw();
    await this.steps[this.at].act(this);
    this.busy = false;
    this.draw();
  }

  draw() {
    this.frame.hidden = this.at < 0;
    if (this.at < 0) return;
    const step = this.steps[this.at];
    const done = step.done(this);
    const key = `${this.at} ${done} ${this.busy}`;
    if (this.drawn === key) return;
    this.drawn = key;
    const held = this.frame.contains(document.activeElement);
    const last = this.at === this.steps.length - 1;
    this.frame.replaceChildren(
      el("p", { className: "count" }, `Step ${this.at + 1} of ${this.steps.length}`),
      el("h2", {}, step.title),
      el("p", { role: "status" }, step.text),
      el(
        "div",
        { className: "buttons" },
        done
          ? el("button", { type: "button", className: "primary", on: { click: () => (last ? this.end() : this.next()) } }, last ? "Done" : "Next")
          : el("button", { type: "button", className: "primary", disabled: this.busy, on: { click: () => this.play() } }, "Do it for me"),
        el("button", { type: "button", on: { click: () => this.end() } }, "Leave the tour"),
      ),
    );
    if (held) this.frame.querySelector("button:not([disabled])")?.focus();
  }

  next() {
    this.at += 1;
    this.draw();
  }
}
