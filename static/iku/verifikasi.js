/* Keys and ready-made reasons of the review. Without this file everything works by buttons. */
(function () {
  "use strict";
  var SAKELAR = "iku-pintasan-mati";
  var dialog = document.getElementById("pintasan-dialog");
  var sakelar = document.querySelector("[data-pintasan-sakelar]");
  document.querySelectorAll("[data-pintasan]").forEach(function (node) { node.hidden = false; });

  function ingatan(nilai) {
    try {
      if (nilai !== undefined) { window.localStorage.setItem(SAKELAR, nilai); }
      return window.localStorage.getItem(SAKELAR);
    } catch (error) { return null; }
  }
  if (sakelar) {
    sakelar.checked = ingatan() !== "1";
    sakelar.addEventListener("change", function () { ingatan(sakelar.checked ? "0" : "1"); });
  }

  function mengetik(target) {
    return target.isContentEditable || (target.closest && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog") !== null);
  }

  function tombol(kunci) {
    return Array.prototype.find.call(document.querySelectorAll("[data-kunci]"), function (node) {
      return node.getAttribute("data-kunci").split(" ").indexOf(kunci) >= 0;
    });
  }

  function kirim(form) {
    if (form.requestSubmit) { form.requestSubmit(); } else { form.querySelector("[type=submit]").click(); }
  }

  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form && event.target.closest("[data-kunci-fokus]")) {
      event.preventDefault();
      kirim(event.target.form);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) { return; }
    if (mengetik(event.target) || (sakelar && !sakelar.checked)) { return; }
    var kunci = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (kunci === "?" && dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (event.shiftKey) { return; }
    if (kunci === "k") {
      var alasan = document.querySelector("[data-kunci-fokus=k] textarea");
      if (alasan) { event.preventDefault(); alasan.focus(); alasan.scrollIntoView({ block: "center" }); }
      return;
    }
    if (kunci.indexOf("Arrow") === 0 && event.target.closest && event.target.closest(".table-responsive")) { return; }
    var node = tombol(kunci);
    if (node) { event.preventDefault(); node.click(); }
  });

  /* A tick writes its sentence into the text, where it can be edited; the server adds none twice. */
  document.addEventListener("change", function (event) {
    var chip = event.target.closest("input[data-alasan]");
    if (!chip) { return; }
    var teks = chip.form.querySelector("textarea[name=alasan]");
    var kalimat = chip.getAttribute("data-alasan");
    var baris = teks.value.split("\n").filter(function (b) { return b !== kalimat; });
    if (chip.checked) { baris.push(kalimat); }
    teks.value = baris.filter(function (b, i) { return b !== "" || i > 0; }).join("\n");
    teks.dispatchEvent(new Event("input", { bubbles: true }));
    teks.focus();
  });

  /* A ticked sentence that was edited afterwards counts as typed: what stands in the text is what is sent. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    form.querySelectorAll("input[data-alasan]").forEach(function (chip) { chip.checked = false; });
    if (form.hasAttribute("data-sekali")) {
      if (form.dataset.terkirim) { event.preventDefault(); return; }
      form.dataset.terkirim = "1";
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sekali]").forEach(function (form) { delete form.dataset.terkirim; });
  });
})();
