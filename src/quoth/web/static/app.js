"use strict";
/* Small helps; every page works without them. */
(() => {
  /* A form that takes a while says so, and is not sent twice. */
  for (const form of document.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", () => {
      const busy = form.querySelector(".busy");
      if (busy) {
        busy.hidden = false;
        busy.querySelector("span").textContent = form.dataset.busy + "…";
      }
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    });
  }
  addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("form[data-busy] button")) button.disabled = false;
    for (const busy of document.querySelectorAll(".busy")) busy.hidden = true;
  });

  /* Buttons that copy the words of a field, and one that prints. */
  const copied = document.querySelector("[data-copied]");
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select(); /* pages without TLS have no clipboard of their own */
        document.execCommand("copy");
        button.focus();
      }
      if (copied) copied.textContent = "Copied.";
      const label = button.firstChild;
      const words = label.data;
      label.data = "Copied";
      setTimeout(() => { label.data = words; }, 1500);
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  /* A file dropped on the text is the file to read. */
  const drop = document.getElementById("drop");
  const file = document.getElementById("file");
  if (drop && file) {
    const over = (on) => (event) => {
      if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      drop.classList.toggle("over", on);
    };
    drop.addEventListener("dragover", over(true));
    drop.addEventListener("dragleave", over(false));
    drop.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length) {
        file.files = event.dataTransfer.files;
        file.dispatchEvent(new Event("change"));
        file.focus();
      }
    });
  }

  /* How many files were chosen. */
  const files = document.querySelector("[data-files]");
  if (files && file) {
    const told = () => {
      const size = [...file.files].reduce((sum, one) => sum + one.size, 0);
      files.hidden = !file.files.length;
      files.textContent = `${file.files.length} ${file.files.length === 1 ? "file" : "files"}, ${(size / 1e6).toFixed(1)} MB`;
    };
    file.addEventListener("change", told);
    addEventListener("pageshow", told);
  }

  /* How far a job is, asked for again until it is done. */
  const job = document.querySelector("[data-poll]");
  if (job && window.fetch) {
    const ask = async () => {
      let wait = 1000;
      try {
        const answer = await fetch(job.dataset.poll);
        if (!answer.ok) return location.reload();
        const focused = job.contains(document.activeElement);
        job.innerHTML = await answer.text();
        if (focused) (job.querySelector("button, a") || document.getElementById("main")).focus();
        if (job.firstElementChild.dataset.state !== "working") return undefined;
      } catch {
        wait = 5000; /* the server may be back soon */
      }
      return setTimeout(ask, wait);
    };
    setTimeout(ask, 1000);
  }

  /* Words selected in the article become a place, in characters as quoth counts them: code points
     of the whole text. */
  const text = document.querySelector(".reading .text");
  let chosen = null;
  let words = "";
  if (text) {
    document.addEventListener("selectionchange", () => {
      const selection = getSelection();
      if (!selection.rangeCount || selection.isCollapsed) return;
      const range = selection.getRangeAt(0);
      if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
      const before = document.createRange();
      before.selectNodeContents(text);
      before.setEnd(range.startContainer, range.startOffset);
      const start = [...before.toString()].length;
      words = range.toString();
      chosen = `${start}:${start + [...words].length}`;
    });
  }
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.take);
      const told = document.querySelector(`[data-taken="${field.id}"]`);
      told.textContent = chosen ? `“${words}”` : "Select words of the article first.";
      if (!chosen) return;
      field.value = field.value && field.name !== "cue" ? `${field.value};${chosen}` : chosen;
      field.focus();
    });
  }

  /* The review queue by keyboard: keys count only while one of its cards has the focus. */
  const queue = document.querySelector("[data-keys]");
  if (queue) {
    const cards = [...queue.querySelectorAll(".said")];
    const go = (card) => {
      if (!card) return;
      card.focus();
      card.scrollIntoView({ block: "nearest" });
    };
    for (const card of cards) card.tabIndex = -1;
    if (cards.length) cards[0].tabIndex = 0;
    if (!location.hash && document.activeElement === document.body) go(cards[0]);
    queue.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const here = event.target.closest(".said");
      const at = cards.indexOf(here);
      const press = (selector, root = here) => {
        const found = root && root.querySelector(selector);
        if (found) found.click();
      };
      const keys = {
        j: () => go(cards[at + 1]),
        k: () => go(cards[at - 1]),
        c: () => press("form.fix button:not([formaction])"),
        x: () => press("form.fix button[formaction]"),
        e: () => press("form.fix a.button"),
        u: () => press(".told button", document),
      };
      const key = keys[event.key];
      if (!key) return;
      event.preventDefault();
      key();
    });
  }

  /* Search as one types. */
  const search = document.getElementById("search");
  const results = document.getElementById("results");
  if (search && results && window.fetch) {
    let timer = 0;
    let asked = null;
    const look = async () => {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(search)) if (value) query.append(name, value);
      if (asked) asked.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(`/statements?${query}&part=true`, { signal: asked.signal });
        if (!answer.ok) return;
        results.innerHTML = await answer.text();
        if (query.get("q")) query.append("prefix", "true");
        history.replaceState(null, "", `/statements?${query}`);
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
    };
    const slide = (slider) => {
      const names = slider.dataset.names.split("|");
      const [from, to] = slider.querySelectorAll("input");
      for (const field of [from, to]) {
        field.previousElementSibling.textContent = names[field.value];
        field.setAttribute("aria-valuetext", names[field.value]);
      }
      return [Number(from.value), Number(to.value)];
    };
    const show = () => {
      for (const slider of results.querySelectorAll(".slider")) {
        slider.hidden = false;
        slide(slider);
      }
    };
    show();
    new MutationObserver(show).observe(results, { childList: true });
    results.addEventListener("input", (event) => {
      const slider = event.target.closest(".slider");
      if (!slider) return;
      const [from, to] = slide(slider);
      if (from <= to) return;
      /* One end pushes the other before it. */
      const other = slider.querySelector(`input[data-slide="${event.target.dataset.slide === "since" ? "until" : "since"}"]`);
      other.value = event.target.value;
      slide(slider);
    });
    results.addEventListener("change", (event) => {
      const slider = event.target.closest(".slider");
      if (!slider) return;
      const [from, to] = slide(slider);
      document.getElementById("since").value = slider.dataset.first.split(" ")[from];
      document.getElementById("until").value = slider.dataset.last.split(" ")[to];
      look();
    });
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 180);
    });
  }
})();
