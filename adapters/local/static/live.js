// The connection: what the world is, kept as it changes; what is asked for, brought again until it is answered.

const LONGEST = 5000; // milliseconds between two tries

export class Live {
  constructor(changed) {
    this.changed = changed;
    this.people = new Map();
    this.messages = new Map();
    this.journal = [];
    this.hello = { commands: [], states: [], bot: "Handoff" };
    this.rev = 0;
    this.connected = false;
    this.typing = new Map(); // "channel thread" -> until when
    this.waiting = new Map(); // id -> { wish, settle }
    this.pause = 200;
    this.connect();
  }

  connect() {
    this.socket = new WebSocket(`ws://${location.host}/live`);
    this.socket.addEventListener("open", () => {
      this.pause = 200;
      this.socket.send(JSON.stringify({ do: "know", rev: this.rev, n: this.journal.at(-1)?.n ?? 0 }));
      for (const { wish } of this.waiting.values()) this.socket.send(JSON.stringify(wish));
    });
    this.socket.addEventListener("message", ({ data }) => this.hear(JSON.parse(data)));
    this.socket.addEventListener("close", () => {
      this.connected = false;
      this.changed();
      setTimeout(() => this.connect(), this.pause);
      this.pause = Math.min(this.pause * 1.7, LONGEST);
    });
  }

  hear(news) {
    if (news.hello) {
      this.hello = news.hello;
      this.connected = true;
    }
    if (news.re) {
      this.waiting.get(news.re)?.settle(news);
      this.waiting.delete(news.re);
    }
    if (news.typing) this.types(news.typing);
    for (const person of news.people ?? []) this.people.set(person.id, person);
    for (const message of news.messages ?? []) {
      this.messages.set(message.id, message);
      this.typing.delete(`${message.channel} ${message.thread}`);
    }
    if (news.rev) this.rev = news.rev;
    this.journal.push(...(news.journal ?? []));
    this.changed();
  }

  types({ channel, thread }) {
    this.typing.set(`${channel} ${thread}`, Date.now() + 6000);
    setTimeout(() => this.changed(), 6100);
  }

  // The answer to a wish: { form } or { errors } or { wrong } or nothing in it.
  ask(wish) {
    const whole = { ...wish, id: crypto.randomUUID() };
    return new Promise((settle) => {
      this.waiting.set(whole.id, { wish: whole, settle });
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(whole));
    });
  }

  // Messages of a place that `who` sees, oldest first.
  of(channel, thread, who) {
    const seen = [...this.messages.values()].filter(
      (m) => m.channel === channel && (m.thread === thread || (thread && m.id === Number(thread))) && (!m.only || m.only === who),
    );
    return seen.sort((a, b) => a.id - b.id);
  }

  replies(message) {
    return [...this.messages.values()].filter((m) => m.thread === String(message.id) && !m.only && !m.deleted).length;
  }

  // The latest that is known of each conversation, by number.
  conversations() {
    const found = new Map();
    for (const entry of this.journal) if (entry.number) found.set(entry.number, entry);
    return found;
  }
}
