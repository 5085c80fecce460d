// The API explorer: builds the call from its fields, sends it from here to the API, and shows what came back.
// The token lives in its field alone: it is put into the header of a call and nowhere else, not into the curl line, an
// address or any storage. app.js empties every [data-secret] when the page is left.
(() => {
  "use strict";
  const root = document.querySelector("[data-explorer]");
  if (!root) return;
  const secret = document.getElementById("f-secret");
  const find = (selector, within) => within.querySelector(selector);
  for (const part of root.querySelectorAll("[data-live]")) part.hidden = false;

  // What is typed, as JSON: nothing for an empty field, null for `null`, an array for a list.
  const value = (field) => {
    const text = field.value.trim();
    if (text === "") return undefined;
    if (text === "null" && field.dataset.place === "body") return null;
    if (field.dataset.kind === "list") return text === "[]" ? [] : text.split(",").map((item) => item.trim()).filter(Boolean);
    return text;
  };

  // The call that a form stands for. Untouched path parameters stay in braces.
  const build = (form) => {
    const { method, path } = form.dataset;
    const call = { method, path, headers: {}, body: undefined, missing: [] };
    const query = new URLSearchParams();
    const body = {};
    for (const field of form.querySelectorAll("[data-field]")) {
      const { field: name, place } = field.dataset;
      const given = value(field);
      if (given === undefined) {
        if (field.required) call.missing.push(field);
        continue;
      }
      if (place === "path") call.path = call.path.replace(`{${name}}`, encodeURIComponent(given));
      else if (place === "query") query.append(name, given);
      else if (place === "header") call.headers[name] = given;
      else body[name] = given;
    }
    if (query.size) call.path += `?${query}`;
    if ("body" in form.dataset) {
      call.headers["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
      call.body = JSON.stringify(body);
    }
    return call;
  };

  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const curl = ({ method, path, headers, body }) => {
    const parts = [`curl${method === "GET" ? "" : ` -X ${method}`} ${quoted(location.origin + path)}`];
    parts.push('-H "Authorization: Bearer $LATCHKEY_TOKEN"');
    for (const [name, text] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${text}`)}`);
    if (body !== undefined) parts.push(`-d ${quoted(body)}`);
    return parts.join(" \\\n  ");
  };

  const pretty = (text) => {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  };

  const show = (form, outcome, duration, headers, content) => {
    const place = find("[data-answer]", form);
    const failed = headers === undefined;
    find("[data-received]", place).hidden = failed;
    find("[data-headers]", place).textContent = failed ? "" : headers;
    find("[data-content]", place).textContent = failed ? "" : content || place.dataset.empty;
    find("[data-duration]", place).textContent = duration;
    const status = find("[data-outcome]", place);
    status.textContent = "";
    // A live region speaks when its text changes: the same answer twice has to change twice.
    setTimeout(() => (status.textContent = outcome), 50);
  };

  const send = async (form) => {
    const call = build(form);
    const words = find("[data-answer]", form).dataset;
    for (const field of form.querySelectorAll("[data-field]")) {
      field.toggleAttribute("aria-invalid", call.missing.includes(field));
      if (call.missing.includes(field)) field.setAttribute("aria-invalid", "true");
    }
    // Without what stands in its path a call has no address; what else is missing the API itself shall tell.
    const [nowhere] = call.missing.filter((field) => field.dataset.place === "path");
    if (nowhere) {
      show(form, words.missing, "");
      nowhere.focus();
      return;
    }
    const token = secret.value.trim();
    if (token) call.headers.Authorization = `Bearer ${token}`;
    const { method, headers, body } = call;
    const began = performance.now();
    const took = () => `${Math.round(performance.now() - began)} ms`;
    form.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(call.path, {
        method, headers, body, credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer",
      });
      const text = await response.text();
      const lines = [...response.headers].map(([name, line]) => `${name}: ${line}`).join("\n");
      show(form, `${response.status} ${response.statusText}`.trim(), took(), lines, pretty(text));
    } catch {
      show(form, words.failed, took());
    } finally {
      form.removeAttribute("aria-busy");
    }
  };

  root.addEventListener("input", (event) => {
    const form = event.target.closest("[data-call]");
    if (form) find("[data-curl]", form).textContent = curl(build(form));
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target.closest("[data-call]");
    if (form && !form.hasAttribute("aria-busy")) send(form);
  });
})();
