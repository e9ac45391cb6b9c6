// Building elements. Text is always text; the only HTML that is taken as such is what the server rendered.

export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, heard] of Object.entries(value)) made.addEventListener(event, heard);
    else if (name === "html") made.innerHTML = value;
    else if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name === "className" ? "class" : name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== ""));
  return made;
}

// Bring the children of `list` into line with `rows` ([key, signature, make]): what is the same stays, with its focus.
export function keep(list, rows) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = new Set(rows.map(([key]) => String(key)));
  for (const [key, child] of known) if (!wanted.has(key)) child.remove();
  let at = list.firstElementChild;
  for (const [key, signature, make] of rows) {
    let child = known.get(String(key));
    if (!child || child.dataset.signature !== signature) {
      const fresh = make();
      fresh.dataset.key = key;
      fresh.dataset.signature = signature;
      if (child) {
        if (at === child) at = fresh;
        replace(child, fresh);
      }
      child = fresh;
    }
    if (child === at) at = at.nextElementSibling;
    else list.insertBefore(child, at);
  }
}

// Put one element in another's place; the focus goes to what stands where it was.
function replace(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const label = focused?.textContent;
  old.replaceWith(fresh);
  if (!focused) return;
  const again = [...fresh.querySelectorAll("button, a")].find((each) => each.textContent === label);
  if (again) again.focus();
  else {
    fresh.tabIndex = -1;
    fresh.focus();
  }
}

export function ago(at) {
  const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1000);
  if (seconds < 45) return "just now";
  if (seconds < 90) return "a minute ago";
  if (seconds < 3600) return `${Math.round(seconds / 60)} minutes ago`;
  if (seconds < 5400) return "an hour ago";
  if (seconds < 86400) return `${Math.round(seconds / 3600)} hours ago`;
  return new Date(at).toLocaleString();
}

export function time(at) {
  return el("time", { datetime: at, title: new Date(at).toLocaleString() }, ago(at));
}
