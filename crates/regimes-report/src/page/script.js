"use strict";
// Tables from the data of figures, and saving data and tables as files. Nothing here asks a host for anything.
(() => {
  const split = (text) => {
    const rows = [[]];
    const cell = /("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/g;
    for (let found; (found = cell.exec(text)) !== null; ) {
      const [whole, value, end] = found;
      rows[rows.length - 1].push(value.startsWith('"') ? value.slice(1, -1).replace(/""/g, '"') : value);
      if (end === "\n") rows.push([]);
      if (end === "" || whole === "") break;
    }
    return rows.filter((row) => row.length > 1 || row[0] !== "");
  };
  const joined = (rows) =>
    rows.map((row) => row.map((c) => (/[",\n]/.test(c) ? `"${c.replace(/"/g, '""')}"` : c)).join(",")).join("\n") + "\n";
  const save = (name, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = `${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const button = (text, of, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.append(text, " ");
    const hidden = made.appendChild(document.createElement("span"));
    hidden.className = "hidden";
    hidden.textContent = of;
    made.addEventListener("click", () => act(made));
    return made;
  };
  const tools = (...buttons) => {
    const box = document.createElement("div");
    box.className = "tools";
    box.append(...buttons);
    return box;
  };
  const table = (rows, title) => {
    const box = document.createElement("div");
    box.className = "scroll";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", title);
    const made = box.appendChild(document.createElement("table"));
    made.createCaption().textContent = title;
    const head = made.createTHead().insertRow();
    for (const name of rows[0]) {
      const cell = head.appendChild(document.createElement("th"));
      cell.scope = "col";
      cell.textContent = name;
    }
    const body = made.createTBody();
    for (const row of rows.slice(1)) {
      const line = body.insertRow();
      for (const value of row) line.insertCell().textContent = value;
    }
    return box;
  };
  for (const data of document.querySelectorAll('script[type="text/csv"]')) {
    const name = data.dataset.name;
    const figure = data.closest("figure");
    const title = figure.querySelector(".drawing").getAttribute("aria-label");
    const buttons = [button("Save the data (CSV)", `of the figure ${title}`, () => save(name, data.textContent))];
    const place = figure.querySelector(".data");
    if (place) {
      const show = button("Show the data as a table", `of the figure ${title}`, (self) => {
        const shown = place.querySelector(".scroll");
        if (shown) shown.remove();
        else place.append(table(split(data.textContent), `Data of the figure ${title}`));
        self.firstChild.data = shown ? "Show the data as a table" : "Hide the table";
        self.setAttribute("aria-expanded", String(!shown));
      });
      show.setAttribute("aria-expanded", "false");
      buttons.unshift(show);
    }
    figure.querySelector("figcaption").append(tools(...buttons), ...(place ? [place] : []));
  }
  for (const shown of document.querySelectorAll("table[data-name]")) {
    if (shown.closest("figure")) continue;
    const rows = () => [...shown.rows].map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\u2212/g, "-").trim()));
    const caption = shown.caption.textContent;
    const act = button("Save this table (CSV)", caption, () => save(shown.dataset.name, joined(rows())));
    shown.closest(".scroll").after(tools(act));
  }
})();
