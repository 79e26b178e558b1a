"use strict";
(() => {
  const base = document.body.dataset.base;
  const $ = (id) => document.getElementById(id);
  const format = (value, digits) => value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const history = [];
  const seconds = 90;
  let wait = 1000;
  let last = 0;

  /* figures */
  function kpis(values) {
    for (const tile of document.querySelectorAll("[data-kpi]")) {
      tile.textContent = format(values[tile.dataset.kpi], Number(tile.dataset.digits || 0));
      if (tile.dataset.unit) {
        const unit = document.createElement("i");
        unit.textContent = tile.dataset.unit;
        tile.append(unit);
      }
    }
  }

  function regions(list) {
    $("regions").replaceChildren(...list.map((region) => {
      const row = document.createElement("li");
      const share = document.createElement("b");
      const bar = document.createElement("meter");
      share.textContent = `${format(region.share, 1)} %`;
      bar.max = 40;
      bar.value = region.share;
      bar.setAttribute("aria-label", region.name);
      row.append(region.name, share, bar);
      return row;
    }));
  }

  function point(second, value) {
    if (second === last) history.pop();
    last = second;
    history.push(value);
    while (history.length > seconds) history.shift();
    const before = history.length > 1 ? history[history.length - 2] : value;
    const change = value - before;
    $("live-value").textContent = value.toFixed(2);
    $("change").textContent = `${change < 0 ? "▼" : "▲"} ${Math.abs(change).toFixed(2)}`;
    $("change").className = change < 0 ? "down" : "";
    draw();
  }

  function draw() {
    const low = Math.min(...history) - 1;
    const high = Math.max(...history) + 1;
    const at = history.map((value, i) => {
      const x = 600 * (i + seconds - history.length) / (seconds - 1);
      const y = 176 - 168 * (value - low) / (high - low);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    const first = at[0].split(" ")[0];
    $("curve").setAttribute("d", `M${at.join("L")}`);
    $("dot").setAttribute("d", `M${at[at.length - 1]}h.01`);
    $("area").setAttribute("d", `M${first} 180L${at.join("L")}L600 180Z`);
  }

  /* what went wrong, in the words of whoever said it */
  function trouble(text) {
    $("trouble").hidden = !text;
    $("trouble").textContent = text || "";
  }

  function state(name, text) {
    $("feed-state").dataset.state = name;
    $("feed-state").textContent = text;
  }

  function line(list, text, most) {
    const item = document.createElement("li");
    item.textContent = text;
    $(list).prepend(item);
    while ($(list).children.length > most) $(list).lastChild.remove();
  }

  async function dashboard() {
    const answer = await fetch(`${base}/api/kpis`, { headers: { Accept: "application/json" } });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(body.detail || body.error || `the hub answered ${answer.status}`);
    kpis(body.kpis);
    regions(body.regions);
    history.splice(0, history.length, ...body.history);
    last = body.second;
    draw();
  }

  /* the live feed */
  let feed;
  function connect() {
    feed = new WebSocket(`${location.origin.replace("http", "ws")}${base}/feed`);
    feed.onopen = () => {
      wait = 1000;
      state("live", "live");
      trouble("");
    };
    feed.onmessage = (event) => {
      const message = JSON.parse(event.data);
      if (message.type === "tick") {
        point(message.second, message.value);
        kpis(message.kpis);
        $("online").textContent = message.online;
      } else if (message.type === "echo") {
        line("echo-log", message.text, 4);
      }
    };
    feed.onclose = (event) => {
      if (event.code >= 4000) { // somebody decided so: asking again would be rude
        state("gone", `ended (${event.code})`);
        trouble(`The feed was ended: ${event.reason || event.code}. Reload the page to go on.`);
        return;
      }
      state("waiting", "reconnecting");
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 30000);
    };
  }

  $("echo").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = $("echo-input").value.trim();
    if (text && feed.readyState === WebSocket.OPEN) {
      feed.send(text);
      $("echo-input").value = "";
    }
  });

  dashboard().catch((problem) => trouble(problem.message));
  connect();
  new EventSource(`${base}/events`).onmessage = (event) => line("news", event.data, 5);
})();
