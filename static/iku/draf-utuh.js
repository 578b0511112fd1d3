/* Keeps a form whose parts come and go (lists, variables) as a whole, per person and form, until it is saved or thrown
   away. <form data-draf-utuh="name=value">: sent along with what was kept, this has the server draw the form with it.
   data-draf-belum: the page already shows what was typed. Needs draf.js. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-draf-utuh]"), draf = window.IkuDraf;
  if (!form || !draf || !draf.siapa) { return; }
  var TIDAK = ["submit", "button", "reset", "file", "fieldset"], di = draf.kunci(draf.alamat(form)), jeda = null;

  function terpilih(el, awal) {
    var ada = Array.prototype.filter.call(el.options, function (o) { return awal ? o.defaultSelected : o.selected; });
    return ada.length || el.multiple || !el.options.length ? ada : [el.options[0]];
  }
  /* all that the form would send, in the order of the page; as it was loaded, or as it stands */
  function isi(awal) {
    var semua = new URLSearchParams();
    Array.prototype.forEach.call(form.elements, function (el) {
      if (!el.name || el.disabled || el.name === "csrfmiddlewaretoken" || TIDAK.indexOf(el.type) >= 0) { return; }
      if (el.tagName === "SELECT") { terpilih(el, awal).forEach(function (o) { semua.append(el.name, o.value); }); return; }
      if ((el.type === "checkbox" || el.type === "radio") && !(awal ? el.defaultChecked : el.checked)) { return; }
      semua.append(el.name, awal ? el.defaultValue : el.value);
    });
    return semua.toString();
  }
  function tanpaVersi(teks) { var p = new URLSearchParams(teks); p.delete("dibuka"); return p.toString(); }
  function baca() {
    try {
      var ada = JSON.parse(localStorage.getItem(di));
      return ada && ada.utuh && Date.now() - ada.waktu < draf.umur ? ada : null;
    } catch (galat) { return null; }
  }
  function hapus() { try { localStorage.removeItem(di); } catch (galat) { /* no storage, no draft */ } }
  var dasar = isi(true), belum = form.hasAttribute("data-draf-belum");
  function catat() {
    clearTimeout(jeda);
    var kini = isi(false);
    if (kini === dasar && !belum) { hapus(); return; }
    try { localStorage.setItem(di, JSON.stringify({ waktu: Date.now(), utuh: kini })); } catch (galat) { /* full or closed */ }
  }
  /* the server draws the form with what was kept; with its old version, so that a change since then is shown on saving */
  function pulihkan(ada) {
    var kirim = draf.unsur("form"), tambah = form.getAttribute("data-draf-utuh").split("=");
    var pasangan = Array.from(new URLSearchParams(ada.utuh));
    pasangan.push(tambah, ["csrfmiddlewaretoken", form.querySelector("input[name=csrfmiddlewaretoken]").value]);
    kirim.method = "post";
    kirim.action = draf.alamat(form);
    pasangan.forEach(function (p) { var el = draf.unsur("input"); el.type = "hidden"; el.name = p[0]; el.value = p[1]; kirim.append(el); });
    document.body.append(kirim);
    kirim.submit();
  }
  function tawarkan() {
    var ada = belum ? null : baca();
    if (!ada) { return; }
    if (tanpaVersi(ada.utuh) === tanpaVersi(dasar)) { hapus(); return; }
    var kotak = draf.unsur("section", "", "alert alert-warning draf"), pesan = draf.unsur("p", "", "mb-2"), aksi = draf.unsur("div", "", "d-flex flex-wrap gap-2");
    var lain = new URLSearchParams(ada.utuh).get("dibuka") !== new URLSearchParams(dasar).get("dibuka");
    kotak.setAttribute("aria-label", "Ketikan yang belum tersimpan");
    pesan.setAttribute("role", "status");
    pesan.textContent = "Ada ketikan Anda yang belum tersimpan (" + draf.jam(ada.waktu) + ")." + (lain ? " Bagian ini sudah berubah sejak itu; saat disimpan, yang tersimpan ditunjukkan dahulu di samping ketikan Anda." : "");
    aksi.append(draf.tombol("Pulihkan ketikan saya", "btn-primary", function () { pulihkan(ada); }), draf.tombol("Buang", "btn-outline-dark", function () { hapus(); kotak.remove(); }));
    kotak.append(pesan, aksi);
    form.before(kotak);
  }
  document.addEventListener("input", function (event) {
    if (event.target.form !== form && !form.contains(event.target)) { return; }
    clearTimeout(jeda);
    jeda = setTimeout(catat, 250);
  });
  form.addEventListener("submit", catat);
  window.addEventListener("pagehide", function () { if (jeda) { catat(); } });
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden" && jeda) { catat(); } });
  if (belum) { catat(); }
  tawarkan();
})();
