"use strict";
/* Links the parts of a statement: those in the text and the card in the list.
   data-a: numbers of the attributions an element belongs to, innermost first, each with the part
   it plays (s source, q cue, c content); data-s: numbers of speakers; data-w: of the attributions
   a card's own stands within. Without this script the same links work as plain links. */
(() => {
  const narrow = matchMedia("(max-width: 56rem)");
  const sheet = document.getElementById("sheet");
  const words = (element, name) => (element.getAttribute(name) || "").split(" ").filter(Boolean);
  const elements = (section, name, key) =>
    [...section.querySelectorAll(`[data-${name}~="${key}"]`)];
  const lit = [];
  let pinned = null;

  function light(element, name) {
    element.classList.add(name);
    lit.push([element, name]);
  }
  function clear() {
    for (const [element, name] of lit.splice(0)) element.classList.remove(name);
  }
  function show(what) {
    clear();
    if (!what) return;
    const { section, kind, key } = what;
    light(section, "active");
    if (kind === "s") {
      for (const element of elements(section, "s", key))
        light(element, element.classList.contains("speaker") ? "on" : "on-s");
      for (const card of section.querySelectorAll(".card"))
        if (words(card, "data-who").includes(key)) light(card, "on");
      return;
    }
    const card = section.querySelector(`.card[data-k="${key}"]`);
    if (card) light(card, "on");
    for (const part of "sqc")
      for (const element of elements(section, "a", key + part)) light(element, "on-" + part);
    for (const outer of card ? words(card, "data-w") : []) {
      const over = section.querySelector(`.card[data-k="${outer}"]`);
      if (over) light(over, "via");
      for (const part of "sq")
        for (const element of elements(section, "a", outer + part)) light(element, "via");
    }
  }
  /* What an element stands for; a link to a speaker stands for the speaker. */
  function meaning(target) {
    const element = target.closest && target.closest("[data-k], [data-a], [data-s]");
    const section = element && element.closest(".reading");
    if (!section) return null;
    const card = element.getAttribute("data-k");
    if (card) return { section, kind: "a", key: card };
    const [first] = words(element, "data-a");
    if (first && !element.matches("a.m")) return { section, kind: "a", key: first.slice(0, -1) };
    const [speaker] = words(element, "data-s");
    return speaker ? { section, kind: "s", key: speaker } : null;
  }
  function near(element) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (element) element.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }
  function unpin() {
    pinned = null;
    sheet.hidden = true;
    show(null);
  }

  document.addEventListener("mouseover", (event) => show(meaning(event.target) || pinned));
  document.addEventListener("focusin", (event) => show(meaning(event.target) || pinned));
  document.addEventListener("focusout", () => show(pinned));
  document.addEventListener("click", (event) => {
    if (sheet.contains(event.target)) {
      if (event.target.closest("button, a")) unpin();
      return;
    }
    const what = meaning(event.target);
    if (!what) {
      if (!event.target.closest("a, button")) unpin();
      return;
    }
    pinned = what;
    show(what);
    const inText = event.target.closest(".text");
    const link = event.target.closest("a");
    if (what.kind === "a" && inText) {
      const card = what.section.querySelector(`.card[data-k="${what.key}"]`);
      if (narrow.matches && card) {
        /* On a phone the list is far below: show the card over the text. */
        event.preventDefault();
        const copy = card.cloneNode(true);
        copy.removeAttribute("id");
        sheet.querySelector("div").replaceChildren(copy);
        sheet.hidden = false;
      } else if (!link) near(card);
    } else if (what.kind === "a" && !link) {
      near(what.section.querySelector(".text .on-q, .text .on-s, .text .on-c"));
    }
  });
  /* An address that ends in #r1-a2, a link followed and the way back light up what they name. */
  function arrive() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const what = target && meaning(target);
    /* A speaker's link leads to one of the mentions: the speaker stays lit, not that statement. */
    const stays = pinned && pinned.kind === "s" && words(target, "data-s").includes(pinned.key);
    if (what && !stays) show((pinned = what));
  }
  addEventListener("hashchange", arrive);
  arrive();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") unpin();
  });
})();
