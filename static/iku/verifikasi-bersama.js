/* Sends the ticked values a few at a time and shows how far it is; without it the form sends all at once. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-bersama]");
  if (!form) { return; }
  var boxes = Array.prototype.slice.call(form.querySelectorAll("input[name=item]"));
  var button = form.querySelector("[data-konfirmasi]");
  var told = form.querySelector("[data-terpilih]");

  function chosen() { return boxes.filter(function (box) { return box.checked; }); }
  function tell() {
    var n = chosen().length;
    if (!button) { return; }
    told.textContent = n + " dari " + boxes.length + " dipilih.";
    button.disabled = n === 0;
    button.textContent = "Setujui " + n + " realisasi";
    button.setAttribute("data-konfirmasi", "Setujui " + n + " realisasi?");
  }
  form.addEventListener("change", tell);
  form.addEventListener("click", function (event) {
    var link = event.target.closest("[data-pilih]");
    if (!link) { return; }
    event.preventDefault();
    boxes.forEach(function (box) { box.checked = link.getAttribute("data-pilih") === "semua"; });
    tell();
  });
  tell();

  function send(items) {
    var data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("kunci", form.elements.kunci.value);
    items.forEach(function (box) { data.append("item", box.value); });
    return fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (response) {
        if (!response.ok || response.redirected) { throw new Error(String(response.status)); }
        return response.json();
      });
  }

  form.addEventListener("submit", function (event) {
    var items = chosen(), size = Number(form.getAttribute("data-bersama"));
    if (!window.fetch || items.length <= size) { return; }
    event.preventDefault();
    var part = form.querySelector("[data-kemajuan]"), bar = part.querySelector("progress"), text = part.querySelector("p");
    part.hidden = false;
    button.disabled = true;
    bar.max = items.length;
    var next = function (at) {
      if (at >= items.length) { window.location.assign(form.getAttribute("data-hasil")); return; }
      send(items.slice(at, at + size)).then(function (hasil) {
        bar.value = Math.min(at + size, items.length);
        text.textContent = bar.value + " dari " + items.length + " diproses; " + hasil.disetujui + " disetujui, " + hasil.ditolak + " ditolak.";
        next(at + size);
      }).catch(function () {
        text.textContent = "Terputus setelah " + at + " dari " + items.length + ". Yang sudah diproses tersimpan. Muat ulang halaman ini untuk melanjutkan sisanya.";
      });
    };
    next(0);
  });
})();
