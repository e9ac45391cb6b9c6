// Where words are typed, with completion for commands; and the dialogs in which more is asked for.

import { el } from "./dom.js";

let count = 0;

// "//" begins a note, which is words.
export const isCommand = (text) => text.startsWith("/") && !text.startsWith("//");

// A box whose `send(text)` is called with what was typed; `commands()` are those to complete.
export function composer(form, { label, commands, send }) {
  const id = `composer-${++count}`;
  const list = el("ul", { id: `${id}-list`, role: "listbox", "aria-label": "Commands", hidden: true });
  const box = el("textarea", {
    id,
    rows: "2",
    "aria-label": label,
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
    placeholder: "Write, or / for commands",
  });
  const hint = el("span", { className: "unseen", role: "status" });
  let active = -1;
  let found = [];

  const choose = (n) => {
    active = n;
    [...list.children].forEach((each, i) => each.setAttribute("aria-selected", String(i === n)));
    if (n >= 0) {
      box.setAttribute("aria-activedescendant", list.children[n].id);
      list.children[n].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  };
  const take = (n) => {
    box.value = `${found[n].path} `;
    show();
    box.focus();
  };
  const show = () => {
    const text = box.value;
    found = isCommand(text) && !text.includes("\n") ? matching(commands(), text) : [];
    list.replaceChildren(
      ...found.map((c, i) =>
        el(
          "li",
          { id: `${id}-${i}`, role: "option", "aria-selected": "false", on: { mousedown: (e) => (e.preventDefault(), take(i)) } },
          el("code", {}, c.usage),
          " ",
          c.help,
        ),
      ),
    );
    list.hidden = found.length === 0;
    hint.textContent = found.length ? `${found.length} commands: choose with the arrows` : "";
    choose(-1);
  };
  const submit = () => {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    show();
    send(text);
  };

  box.addEventListener("input", show);
  box.addEventListener("blur", () => (list.hidden = true));
  box.addEventListener("keydown", (event) => {
    if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((active + step + found.length) % found.length);
    } else if (!list.hidden && (event.key === "Tab" || event.key === "Enter") && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape") {
      list.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
  form.append(list, box, hint, el("button", { type: "submit", className: "primary" }, "Send"));
  return box;
}

// Commands that what is typed may become; none once a whole one and a space stand there.
function matching(commands, text) {
  const typed = text.toLowerCase();
  if (commands.some((c) => typed.startsWith(`${c.path} `) && !commands.some((o) => o.path.startsWith(`${c.path} `)))) return [];
  return commands.filter((c) => c.path.startsWith(typed.trimEnd())).slice(0, 12);
}

// Ask for something in the dialog. `submit(fields)` gives { errors }, { wrong } or nothing; the dialog closes when all is well.
export function dialog({ title, button, inputs }, submit) {
  const frame = document.getElementById("dialog");
  const alarm = el("p", { className: "error", role: "alert" });
  const rows = inputs.map((input) => inputRow(input));
  const form = el(
    "form",
    {},
    el("h2", { id: "dialog-title" }, title),
    ...rows.map((row) => row.element),
    alarm,
    el(
      "div",
      { className: "buttons" },
      el("button", { type: "submit", className: "primary" }, button),
      el("button", { type: "button", on: { click: () => frame.close() } }, "Cancel"),
    ),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    rows.forEach((row) => row.wrong(""));
    const fields = Object.fromEntries(rows.map((row) => [row.name, row.value()]));
    const answer = (await submit(fields)) ?? {};
    alarm.textContent = answer.wrong ?? "";
    for (const row of rows) row.wrong(answer.errors?.[row.name] ?? "");
    const bad = rows.find((row) => answer.errors?.[row.name]);
    if (bad) bad.focus();
    else if (!answer.wrong) frame.close();
  });
  frame.replaceChildren(form);
  frame.showModal();
  (rows[0]?.control ?? form.querySelector("button")).focus();
}

function inputRow(input) {
  const id = `input-${input.name}`;
  const common = { id, "aria-describedby": `${id}-wrong`, required: Boolean(input.required) };
  let control;
  if (input.options) {
    const blank = input.required ? [] : [["", "–"]];
    control = el("select", common, ...[...blank, ...input.options].map(([value, words]) => el("option", { value }, words)));
    if (input.value) control.value = input.value;
  } else if (input.long) {
    control = el("textarea", { ...common, rows: "3", maxlength: String(input.limit) }, input.value ?? "");
  } else {
    control = el("input", { ...common, maxlength: String(input.limit), value: input.value ?? "" });
  }
  const wrong = el("p", { className: "error", id: `${id}-wrong` });
  return {
    name: input.name,
    control,
    element: el("div", { className: "input" }, el("label", { for: id }, input.label), control, wrong),
    value: () => control.value,
    focus: () => control.focus(),
    wrong: (text) => {
      wrong.textContent = text;
      control.setAttribute("aria-invalid", String(Boolean(text)));
    },
  };
}
