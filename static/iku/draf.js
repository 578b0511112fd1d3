/* Keeps what is typed and not saved in this browser, per person, form and version, until it is saved or thrown away.
   <form data-draf> (its address is the form's action); parts with a version of their own carry data-draf-grup.
   data-draf-belum: the page already shows what was typed. [data-draf-selesai="/address/"]: it has been saved.
   Forms whose parts come and go are kept whole by draf-utuh.js. */
(function () {
  "use strict";
  var DEPAN = "iku-draf:", UMUR = 7 * 24 * 3600 * 1000;
  var siapa = document.body.getAttribute("data-pengguna") || "";

  function kunci(alamat) { return DEPAN + siapa + ":" + alamat; }
  function alamat(form) { var u = new URL(form.getAttribute("action") || location.pathname, location.href); return u.pathname + u.search; }
  function baca(alamat) {
    try {
      var draf = JSON.parse(localStorage.getItem(kunci(alamat)));
      if (draf && Date.now() - draf.waktu < UMUR) { return draf; }
      localStorage.removeItem(kunci(alamat));
    } catch (galat) { /* storage is closed or broken: then there is no draft */ }
    return null;
  }
  function tulis(alamat, draf) {
    try {
      if (draf && Object.keys(draf.grup).length) { localStorage.setItem(kunci(alamat), JSON.stringify(draf)); }
      else { localStorage.removeItem(kunci(alamat)); }
    } catch (galat) { /* full or closed: typing goes on without a draft */ }
  }
  function asal(el) {
    if (el.tagName !== "SELECT") { return el.defaultValue; }
    var pilihan = Array.prototype.filter.call(el.options, function (o) { return o.defaultSelected; })[0];
    return pilihan ? pilihan.value : el.options.length ? el.options[0].value : "";
  }
  function isian(grup) {
    var semua = grup.tagName === "FORM" ? grup.elements : grup.querySelectorAll("input, select, textarea");
    return Array.prototype.filter.call(semua, function (el) {
      return el.name && ["hidden", "file", "password", "checkbox", "radio", "submit", "button", "fieldset"].indexOf(el.type) < 0 && !el.disabled && el.form && el.form.hasAttribute("data-draf");
    });
  }
  function versi(grup) {
    var el = grup.querySelector("input[name$='version'], input[name='dibuka'], input[data-draf-versi]");
    return el ? el.value : "";
  }
  function nama(grup) { return grup.getAttribute("data-draf-grup") || ""; }
  function grupDari(el) { return el.closest("[data-draf-grup]") || el.form; }
  function label(el) {
    var ids = (el.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
    var texts = ids.map(function (id) { var l = document.getElementById(id); return l ? l.textContent : ""; });
    if (!texts.length && el.labels && el.labels.length) { texts = [el.labels[0].textContent]; }
    return (texts.join(" – ") || el.getAttribute("aria-label") || el.name).replace(/\s+/g, " ").trim();
  }
  function teks(el, nilai) {
    if (el.tagName !== "SELECT") { return nilai; }
    var pilihan = Array.prototype.filter.call(el.options, function (o) { return o.value === nilai; })[0];
    return pilihan ? pilihan.textContent : nilai;
  }

  /* remembers what differs from the stored values in one part of a form */
  function catat(grup) {
    var form = grup.closest("form[data-draf]"), di = alamat(form), draf = baca(di) || { grup: {} };
    var lama = form.hasAttribute("data-draf-belum") && draf.grup[nama(grup)] ? draf.grup[nama(grup)].isi : {};
    var isi = {};
    isian(grup).forEach(function (el) {
      if (el.value !== asal(el) || el.name in lama) { isi[el.name] = [el.value, label(el)]; }
    });
    if (Object.keys(isi).length) { draf.grup[nama(grup)] = { versi: versi(grup), isi: isi }; }
    else { delete draf.grup[nama(grup)]; }
    draf.waktu = Date.now();
    draf.dikirim = false;
    tulis(di, draf);
  }
  function buang(grup) {
    var di = alamat(grup.closest("form")), draf = baca(di);
    if (draf) { delete draf.grup[nama(grup)]; tulis(di, draf); }
  }
  function kirim(form) {
    var draf = baca(alamat(form));
    if (draf) { draf.dikirim = true; tulis(alamat(form), draf); }
  }
  function kunciSaya() { return Object.keys(localStorage).filter(function (k) { return k.indexOf(DEPAN + siapa + ":") === 0; }); }

  /* compares a draft with the page: what can be put back, and what has no place any more */
  function banding(form, draf) {
    var hasil = { sel: [], hilang: [], baru: false };
    Object.keys(draf.grup).forEach(function (kode) {
      var grup = kode ? form.querySelector("[data-draf-grup='" + CSS.escape(kode) + "']") : form, simpan = draf.grup[kode];
      Object.keys(simpan.isi).forEach(function (name) {
        var el = grup && isian(grup).filter(function (x) { return x.name === name; })[0];
        if (!el) { hasil.hilang.push(simpan.isi[name]); return; }
        if (el.value === simpan.isi[name][0]) { return; }
        var baru = simpan.versi !== versi(grup);
        hasil.baru = hasil.baru || baru;
        hasil.sel.push({ el: el, ketikan: simpan.isi[name][0], tersimpan: el.value });
      });
    });
    return hasil;
  }
  function pulihkan(sel) {
    sel.forEach(function (s) { s.el.value = s.ketikan; });
    sel.forEach(function (s) {
      s.el.dispatchEvent(new Event("input", { bubbles: true }));
      if (s.el.tagName === "SELECT") { s.el.dispatchEvent(new Event("change", { bubbles: true })); }
    });
  }
  function unsur(tag, isi, kelas) {
    var el = document.createElement(tag);
    if (isi) { el.textContent = isi; }
    if (kelas) { el.className = kelas; }
    return el;
  }
  function tombol(isi, kelas, apa) {
    var el = unsur("button", isi, "btn btn-sm " + kelas);
    el.type = "button";
    el.addEventListener("click", apa);
    return el;
  }
  function tabel(sel, hilang) {
    var kotak = unsur("div", "", "table-responsive"), t = unsur("table", "", "table table-sm table-bordered banding mb-2"), kepala = unsur("tr"), badan = unsur("tbody");
    kotak.tabIndex = 0;
    kotak.setAttribute("role", "region");
    kotak.setAttribute("aria-label", "Ketikan Anda dan nilai yang tersimpan");
    ["Isian", "Yang Anda ketik", "Yang tersimpan sekarang"].forEach(function (judul) { var th = unsur("th", judul); th.scope = "col"; kepala.append(th); });
    var thead = unsur("thead");
    thead.append(kepala);
    t.append(thead, badan);
    function baris(a, b, c) { var tr = unsur("tr"), th = unsur("th", a); th.scope = "row"; tr.append(th, unsur("td", b || "(kosong)"), unsur("td", c || "(kosong)")); badan.append(tr); }
    sel.forEach(function (s) { baris(label(s.el), teks(s.el, s.ketikan), teks(s.el, s.tersimpan)); });
    hilang.forEach(function (h) { baris(h[1], h[0], "tidak terbuka lagi untuk diisi"); });
    kotak.append(t);
    return kotak;
  }
  function jam(waktu) {
    var d = new Date(waktu), pukul = ("0" + d.getHours()).slice(-2) + "." + ("0" + d.getMinutes()).slice(-2);
    return d.toDateString() === new Date().toDateString() ? "jam " + pukul : d.getDate() + "/" + (d.getMonth() + 1) + " jam " + pukul;
  }
  function tawarkan(form) {
    var draf = baca(alamat(form));
    if (!draf || form.hasAttribute("data-draf-belum")) { return; }
    var ada = banding(form, draf);
    if (!ada.sel.length && !ada.hilang.length) { tulis(alamat(form), null); return; }
    var kotak = unsur("section", "", "alert alert-warning draf"), pesan = unsur("p", "", "mb-2"), aksi = unsur("div", "", "d-flex flex-wrap gap-2");
    kotak.setAttribute("aria-label", "Isian yang belum tersimpan");
    pesan.setAttribute("role", "status");
    function tutup() { kotak.remove(); }
    function hapus() { tulis(alamat(form), null); tutup(); }
    var otomatis = draf.dikirim && !ada.baru && !ada.hilang.length;
    kotak.append(pesan);
    form.before(kotak);
    var lipatan = form.closest("details");
    if (lipatan) { lipatan.open = true; }
    if (otomatis) {
      var semula = ada.sel.map(function (s) { return { el: s.el, ketikan: s.tersimpan }; });
      pulihkan(ada.sel);
      pesan.textContent = "Yang tadi Anda kirim tidak sampai atau ditolak. Ketikan Anda (" + jam(draf.waktu) + ") sudah dipulihkan, tetapi belum tersimpan. Periksa, lalu simpan.";
      aksi.append(tombol("Buang ketikan itu", "btn-outline-dark", function () { pulihkan(semula); hapus(); }), tombol("Tutup pesan", "btn-link", tutup));
    } else {
      pesan.textContent = ada.baru || ada.hilang.length
        ? "Ada ketikan Anda yang belum tersimpan (" + jam(draf.waktu) + "), tetapi nilai yang tersimpan sudah berubah sejak itu. Bandingkan dahulu."
        : "Ada isian yang belum tersimpan (" + jam(draf.waktu) + ").";
      if (ada.baru || ada.hilang.length) { kotak.append(tabel(ada.sel, ada.hilang)); }
      if (ada.sel.length) { aksi.append(tombol(ada.baru ? "Pakai ketikan saya" : "Pulihkan isian yang belum tersimpan (" + jam(draf.waktu) + ")", "btn-primary", function () { pulihkan(ada.sel); tutup(); })); }
      aksi.append(tombol("Buang", "btn-outline-dark", hapus));
    }
    kotak.append(aksi);
  }

  /* the session has ended while the page was open: say so once, with the way back */
  function sesiHabis(pesan) {
    var lama = document.getElementById("sesi-habis"), form = document.querySelector("form[data-draf]");
    if (lama) { return; }
    var kotak = unsur("div", pesan || "Sesi Anda sudah berakhir. Ketikan Anda tetap ada di peramban ini. ", "alert alert-danger sesi-habis"), tautan = unsur("a", "Masuk lagi dan lanjutkan", "alert-link");
    kotak.id = "sesi-habis";
    kotak.setAttribute("role", "alert");
    tautan.href = document.body.getAttribute("data-masuk") + "?next=" + encodeURIComponent(form ? alamat(form) : location.pathname);
    tautan.addEventListener("click", function () { window.IkuDraf.pergi = true; sekarang(); if (form) { kirim(form); } });
    kotak.append(tautan);
    document.getElementById("isi").prepend(kotak);
  }
  document.addEventListener("htmx:beforeSwap", function (event) {
    var ke = event.detail.xhr.responseURL ? new URL(event.detail.xhr.responseURL).pathname : "";
    if (ke === document.body.getAttribute("data-masuk")) { event.detail.shouldSwap = false; sesiHabis(); }
  });

  var jeda = new Map();
  document.addEventListener("input", function (event) {
    var el = event.target;
    if (!siapa || !el.form || !el.form.hasAttribute("data-draf")) { return; }
    var grup = grupDari(el);
    clearTimeout(jeda.get(grup));
    jeda.set(grup, setTimeout(function () { jeda.delete(grup); catat(grup); }, 250));
  });
  function sekarang() { jeda.forEach(function (waktu, grup) { clearTimeout(waktu); catat(grup); }); jeda.clear(); }
  window.addEventListener("pagehide", sekarang);
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { sekarang(); } });
  document.addEventListener("submit", function (event) {
    var form = event.target, keluar = new URL(form.action, location.href).pathname === document.body.getAttribute("data-keluar");
    if (keluar && siapa) {
      sekarang();
      var sisa = kunciSaya();
      if (sisa.length && !window.confirm("Masih ada isian yang belum tersimpan di peramban ini. Keluar akan membuangnya. Tetap keluar?")) { event.preventDefault(); return; }
      sisa.forEach(function (k) { localStorage.removeItem(k); });
      return;
    }
    if (!form.hasAttribute("data-draf")) { return; }
    sekarang();
    if (!event.defaultPrevented) { kirim(form); }
  });
  var terbaca = new WeakSet();
  function selesai() {
    document.querySelectorAll("[data-draf-selesai]").forEach(function (el) {
      if (!terbaca.has(el)) { terbaca.add(el); tulis(el.getAttribute("data-draf-selesai"), null); }
    });
  }
  /* a part of the page was replaced: what waited to be kept of the old part is either stored or shown as typed */
  document.addEventListener("htmx:afterSwap", function () {
    jeda.forEach(function (waktu, grup) { if (!grup.isConnected) { clearTimeout(waktu); jeda.delete(grup); } });
    if (siapa) { selesai(); }
  });
  window.IkuDraf = { catat: catat, buang: function (grup) { clearTimeout(jeda.get(grup)); jeda.delete(grup); buang(grup); }, sesiHabis: sesiHabis, pergi: false,
    siapa: siapa, kunci: kunci, alamat: alamat, umur: UMUR, jam: jam, unsur: unsur, tombol: tombol };
  document.addEventListener("DOMContentLoaded", function () {
    if (!siapa) { return; }
    selesai();
    document.querySelectorAll("form[data-draf]").forEach(tawarkan);
  });
})();
