// What makes a draft's page comfortable. Without it everything works by the page's buttons.
(() => {
  "use strict";
  const form = document.getElementById("draft");
  if (!form || !window.fetch || !window.URLSearchParams) return;

  // ---- the form saves itself ----

  const saved = document.getElementById("saved");
  const say = (place, word) => { place.textContent = place.dataset[word] || ""; };
  let timer = 0, busy = false, again = false;

  async function save() {
    if (busy) { again = true; return; }
    busy = true;
    again = false;
    say(saved, "saving");
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
      // Somebody changed the draft elsewhere: the page that shows both versions is the answer to a plain submission.
      if (answer.status === 412) { form.submit(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      form.elements.version.value = told.version;
      say(saved, "done");
      if (told.asks_otherwise) location.reload();
    } catch {
      say(saved, "failed");
      clearTimeout(timer);
      timer = setTimeout(save, 5000);
    } finally {
      busy = false;
      if (again) save();
    }
  }

  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    // A choice may change what is asked next; who types is left in peace for a moment.
    timer = setTimeout(save, event.target.matches("[type=radio],[type=checkbox]") ? 0 : 1500);
  });
  addEventListener("online", save);

  // ---- files go up in pieces, and go on where the line was cut (tus 1.0) ----

  const PIECE = 1 << 20;
  const TUS = { "tus-resumable": "1.0.0" };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

  async function begin(address, slot, file) {
    const metadata = `slot ${encoded(slot)},filename ${encoded(file.name.slice(-100))}`;
    const headers = { ...TUS, "upload-length": String(file.size), "upload-metadata": metadata };
    const answer = await fetch(address, { method: "POST", headers });
    if (!answer.ok) throw await answer.json();
    return answer.headers.get("location");
  }

  async function offsetOf(upload) {
    const answer = await fetch(upload, { method: "HEAD", headers: TUS });
    return answer.ok ? Number(answer.headers.get("upload-offset")) : null;
  }

  async function send(upload, file, told) {
    for (let offset = 0, failures = 0; offset < file.size;) {
      told(Math.floor((offset * 100) / file.size));
      try {
        const headers = { ...TUS, "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
        const answer = await fetch(upload, { method: "PATCH", headers, body: file.slice(offset, offset + PIECE) });
        if (answer.status === 422 || answer.status === 413) throw { refused: await answer.json() };
        if (!answer.ok) throw new Error(String(answer.status));
        offset = Number(answer.headers.get("upload-offset"));
        failures = 0;
      } catch (error) {
        if (error.refused) throw error.refused;
        failures += 1;
        if (failures > 60) throw error;
        await pause(Math.min(1000 * failures, 10000));
        const known = await offsetOf(upload).catch(() => null);
        if (known !== null) offset = known;
      }
    }
  }

  for (const slot of document.querySelectorAll("form.upload")) {
    const input = slot.querySelector("input[type=file]"), progress = slot.querySelector(".progress");
    slot.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        for (const file of input.files) {
          const upload = await begin(slot.dataset.tus, slot.dataset.slot, file);
          await send(upload, file, (percent) => { progress.textContent = `${percent} %`; });
        }
        location.reload();
      } catch (problem) {
        progress.textContent = problem.detail ? `${problem.detail} ${problem.action}` : progress.dataset.failed;
      }
    });
    input.addEventListener("change", () => slot.requestSubmit());
  }
})();
