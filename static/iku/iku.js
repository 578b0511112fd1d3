/* Warn before unsaved typing is lost; remember nothing else. */
(function () {
  "use strict";
  var dirty = new Set(); /* forms: sending one says nothing of what stands in another */
  document.addEventListener("input", function (event) {
    var form = event.target.form || event.target.closest("form");
    if (form && form.hasAttribute("data-jaga")) { dirty.add(form); }
  });
  document.addEventListener("submit", function (event) { dirty.delete(event.target); });
  window.addEventListener("beforeunload", function (event) {
    if (Array.from(dirty).some(function (form) { return form.isConnected; })) { event.preventDefault(); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-konfirmasi]");
    if (button && !window.confirm(button.getAttribute("data-konfirmasi"))) { event.preventDefault(); }
    var printer = event.target.closest("[data-cetak]");
    if (printer) { window.print(); }
    var copier = event.target.closest("[data-salin]");
    if (copier) { copy(document.getElementById(copier.getAttribute("data-salin"))); }
  });
  function copy(field) {
    field.focus();
    field.select();
    var done = document.execCommand("copy");
    var told = document.querySelector("[data-salin-pesan]");
    if (told) { told.textContent = done ? "Tautan disalin." : "Tekan Ctrl+C untuk menyalin tautan yang sudah dipilih."; }
  }
  document.addEventListener("change", function (event) {
    var select = event.target.closest("select[data-kirim]");
    if (select) { select.form.requestSubmit(); }
  });
  /* What was typed before the scripts came (a slow line), or was put back by the browser, is computed too. */
  window.addEventListener("load", function () {
    document.querySelectorAll("[hx-trigger^='input']").forEach(function (area) {
      var typed = Array.prototype.find.call(area.querySelectorAll("input[type=text], textarea"), function (field) {
        return field.value !== field.defaultValue;
      });
      if (typed) { typed.dispatchEvent(new Event("input", { bubbles: true })); }
    });
  });
  /* A long list to tick: typing leaves the names that hold it, and what is ticked is counted. */
  document.querySelectorAll("[data-pilih-banyak]").forEach(function (list) {
    var field = list.querySelector("[data-pilih-saring]"), told = list.querySelector("[data-pilih-jumlah]");
    function count() {
      var n = list.querySelectorAll("input:checked").length;
      told.textContent = n ? n + " dicentang" : "";
    }
    field.hidden = false;
    field.addEventListener("input", function () {
      var wanted = field.value.trim().toLowerCase();
      list.querySelectorAll(".form-check").forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    field.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
    list.addEventListener("change", count);
    count();
  });
})();
