// Latchkey's own script. Every page works without it; it adds what markup alone cannot: copying, a question before
// the secret is left, a preview of the logo, a filter for a long list, and where the keyboard stands after a swap.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) act(event, found);
    });

  // Copy. The clipboard API is missing on plain HTTP and may be refused, so the old way stands behind it, and behind
  // that the selected text and an honest sentence.
  const select = (source) => {
    source.focus();
    if (source.select) source.select();
    else getSelection().selectAllChildren(source);
  };
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      return true;
    } catch {
      select(source);
      try {
        return document.execCommand("copy");
      } catch {
        return false;
      }
    }
  };
  on("click", "[data-copy]", async (_, button) => {
    const done = await copy(document.getElementById(button.dataset.copy));
    if (done) button.focus();
    const status = find("[data-status]");
    status.classList.toggle("bad", !done);
    status.textContent = "";
    // A live region speaks when its text changes: the same sentence twice has to change twice.
    setTimeout(() => (status.textContent = done ? button.dataset.done : button.dataset.failed), 50);
  });

  // The secret: leaving asks first, and no copy of the page that the browser keeps holds it.
  let leaving = false;
  const guarded = () => find("[data-guard]");
  on("submit", "[data-guard]", () => (leaving = true));
  // The page answered a POST: from here on reload and Back ask for its address instead of sending that again.
  if (guarded()) history.replaceState(null, "", guarded().dataset.gone);
  addEventListener("beforeunload", (event) => {
    if (guarded() && !leaving) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    for (const place of document.querySelectorAll("[data-secret]")) {
      if ("value" in place) place.value = place.defaultValue = "";
      else place.textContent = "";
    }
  });
  addEventListener("pageshow", (event) => {
    release();
    if (event.persisted && guarded()) location.replace(guarded().dataset.gone);
  });

  // Where one switch was the other one is a moment later: a second click of a double one, or a key that is held, is not
  // meant for it.
  on("click", ".switch", (event) => event.detail > 1 && event.preventDefault());
  on("keydown", ".switch", (event) => event.repeat && event.preventDefault());

  // A form that is under way is not sent again. The event comes here before it comes to htmx.
  const sent = new Set();
  const release = () => {
    for (const form of sent) form.removeAttribute("aria-busy");
    sent.clear();
  };
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post") return;
      if (sent.has(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      sent.add(form);
      form.setAttribute("aria-busy", "true");
    },
    true,
  );
  document.addEventListener("htmx:afterRequest", release);

  // The logo: dropped files go into the file field; the preview is a data: address, which the CSP allows.
  const preview = (field) => {
    const [file] = field.files;
    const place = find("[data-preview]", field.closest("[data-drop]"));
    if (!file || file.size > 1 << 20 || !field.accept.split(",").includes(file.type)) return;
    const reader = new FileReader();
    reader.onload = () => {
      const image = new Image();
      image.alt = "";
      image.src = reader.result;
      place.replaceChildren(image);
    };
    reader.readAsDataURL(file);
  };
  on("change", "[data-drop] input[type=file]", (_, field) => preview(field));
  for (const type of ["dragover", "dragleave", "drop"]) {
    on(type, "[data-drop]", (event, zone) => {
      event.preventDefault();
      zone.classList.toggle("over", type === "dragover");
      if (type !== "drop" || !event.dataTransfer.files.length) return;
      const field = find("input[type=file]", zone);
      const one = new DataTransfer();
      one.items.add(event.dataTransfer.files[0]);
      field.files = one.files;
      preview(field);
    });
  }

  // The filter over a list of checkboxes. Ticked ones always stay in sight.
  on("input", "[data-filter]", (_, field) => {
    const wanted = field.value.trim().toLocaleLowerCase();
    for (const line of document.getElementById(field.dataset.filter).children) {
      line.hidden = !find("input", line).checked && !line.textContent.toLocaleLowerCase().includes(wanted);
    }
  });
  // Enter in the filter would send the whole step.
  on("keydown", "[data-filter]", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });

  // Ticking rows of a list: all of a page at once, and whoever ticks rows means those.
  const ticks = () => [...document.querySelectorAll('input[form=choosing][name=token]')];
  on("change", "[data-tick-all]", (_, all) => {
    for (const tick of ticks()) tick.checked = all.checked;
  });
  on("change", "input[form=choosing][name=token]", () => {
    const all = find("[data-tick-all]");
    const ticked = ticks().filter((tick) => tick.checked).length;
    all.checked = ticked > 0 && ticked === ticks().length;
    all.indeterminate = ticked > 0 && !all.checked;
    find("#choosing [name=rows]").value = "page";
  });

  // After a swap the keyboard stands where the news is: at what is wrong, else at the headline, else at the list.
  const stand = (place) => {
    if (!place) return;
    if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: place.id !== "problems" });
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    const { id } = event.target;
    if (id === "main") stand(find("#problems") ?? find("h1"));
    const lost = document.activeElement === document.body;
    if (id === "list" && lost) stand(event.target);
    if (event.detail.target?.id !== "flash") return;
    // Maybe the button that was pressed is gone, and no other one is there in its place.
    const row = event.detail.requestConfig.elt.closest("tr");
    if (lost) stand((row && find(`#${row.id} th a`)) ?? find("#list"));
    // The news must not lie over it.
    const [news, button] = [find("#flash .note"), document.activeElement].map((e) => e?.getBoundingClientRect());
    if (row && news && button.right > news.left && button.left < news.right) {
      scrollBy(0, Math.max(0, button.bottom + 8 - news.top));
    }
  });
  // The session ended meanwhile: htmx has followed the redirect, the browser shall too.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, isError } = event.detail;
    const at = new URL(xhr.responseURL || location.href);
    if (at.pathname === "/login") {
      event.detail.shouldSwap = false;
      location.assign(at);
    } else if (isError && !xhr.getResponseHeader("HX-Retarget") && !xhr.responseText.includes('id="main"')) {
      // Somebody on the way answered, not Latchkey.
      event.detail.shouldSwap = false;
      noAnswer();
    }
  });
  // News may stay while the list becomes another one: whatever is counted after Undo is counted for the list there is.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.target?.id === "flash") detail.formData.set("back", location.search.slice(1));
  });
  // The page stays as it is when nothing comes back, and says so.
  const noAnswer = () => {
    const sentence = find("[data-no-answer]");
    if (!sentence) return;
    const note = sentence.content.firstElementChild.cloneNode(true);
    note.className = "note bad";
    find("#flash").replaceChildren(note);
  };
  for (const type of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(type, noAnswer);
  on("click", "[data-dismiss]", (_, button) => {
    button.closest(".note").remove();
    stand(find("#list") ?? find("#main"));
  });
  // A page that comes back with mistakes, without htmx: the same place.
  if (find("#problems")) stand(find("#problems"));

  // The tab one is at is in sight from the beginning; not every browser knows the style that says so.
  for (const tabs of document.querySelectorAll(".tabs")) {
    const now = find("[aria-current]", tabs);
    if (now) tabs.scrollLeft = now.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - now.offsetWidth) / 2;
  }

  // Menus close by Escape and by a click elsewhere.
  const close = (except) => {
    for (const menu of document.querySelectorAll(".switcher[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target.closest?.(".switcher")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && find(".switcher[open]");
    if (!menu) return;
    menu.open = false;
    find("summary", menu).focus();
  });
})();
