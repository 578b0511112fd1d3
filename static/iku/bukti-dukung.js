/* Evidence: how far an upload is, and nothing typed or chosen is lost when it is refused. Works without this file too. */
(function () {
  "use strict";
  var chosen = null;

  function panel(element) { return element && element.closest("[data-bukti-dukung]"); }
  function fileOf(form) { return form.querySelector("input[type=file]"); }

  function tell(form, percent) {
    var box = form.querySelector("[data-kemajuan]");
    if (!box) { return; }
    box.hidden = false;
    box.querySelector("progress").value = percent;
    var text = percent < 100 ? "Mengunggah " + Math.floor(percent / 10) * 10 + " %" : "Memeriksa isi berkas …";
    var line = box.querySelector("p");
    if (line.textContent !== text) { line.textContent = text; }
  }

  document.addEventListener("change", function (event) {
    var input = event.target;
    if (input.type !== "file" || !panel(input) || !input.files.length) { return; }
    var large = input.files[0].size > Number(input.dataset.maks);
    var line = input.parentNode.querySelector(".bukti-terlalu-besar");
    if (!line) {
      line = document.createElement("p");
      line.className = "bukti-terlalu-besar text-danger mb-0";
      line.setAttribute("role", "alert");
      input.insertAdjacentElement("afterend", line);
    }
    line.textContent = large ? input.dataset.maksPesan : "";
  });

  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = event.target;
    if (!panel(form) || form.tagName !== "FORM" || !fileOf(form)) { return; }
    var line = form.querySelector(".bukti-terlalu-besar");
    if (line && line.textContent) { event.preventDefault(); fileOf(form).focus(); return; }
    if (fileOf(form).files.length) { tell(form, 0); }
  });

  document.addEventListener("htmx:xhr:progress", function (event) {
    var form = event.target, detail = event.detail;
    if (panel(form) && form.tagName === "FORM" && fileOf(form) && fileOf(form).files.length && detail.lengthComputable) {
      tell(form, detail.loaded / detail.total * 100);
    }
  });

  document.addEventListener("htmx:beforeSwap", function (event) {
    var old = event.detail.target;
    if (!old.matches("[data-bukti-dukung]")) { return; }
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      var input = old.querySelector("input[type=file]");
      chosen = input && input.files.length ? input.files : null;
    }
  });

  /* Not earlier: until then htmx shows the old classes. */
  document.addEventListener("htmx:afterSettle", function () {
    var place = document.querySelector("[data-bukti-dukung]");
    var input = place && place.querySelector("input[type=file]");
    if (input && chosen && !input.classList.contains("is-invalid")) { input.files = chosen; }
    chosen = null;
    var told = place && place.querySelector("[data-fokus]");
    if (told) { told.focus(); }
  });

  function failed(event) {
    var form = event.target, box = panel(form) && form.querySelector("[data-kemajuan]");
    if (!box) { return; }
    box.hidden = false;
    box.querySelector("p").textContent = "Unggahan terputus. Periksa sambungan, lalu tekan Simpan lagi; isian Anda tetap ada.";
  }
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);

  /* Evidence came first and made the draft: the open entry form goes on from there. */
  document.addEventListener("iku:draf", function (event) {
    document.querySelectorAll("form[data-jaga] input[name=version]").forEach(function (field) {
      if (field.value === "0") { field.value = String(event.detail.versi); }
    });
  });
})();
