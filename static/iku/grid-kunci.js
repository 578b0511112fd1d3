/* Keys of the grid, as in a spreadsheet: arrows, Enter and Tab move, typing replaces, F2 edits, Esc and Ctrl+Z undo,
   Shift with arrows selects a block. */
(function () {
  "use strict";
  var grid = window.IkuGrid;
  if (!grid) { return; }
  var KOLOM = ["nilai", "alasan", "tanggal"], urung = [], ulang = [], jangkar = null, ujung = null, awal = "", tetikus = null, lepas = null;

  function sunting(el) { return el.dataset.sunting === "1"; }
  function mulaiSunting(el) { el.dataset.sunting = "1"; }
  function tampak(el) { return el && !el.disabled && el.offsetParent !== null; }
  function baris() { return Array.prototype.slice.call(grid.form.querySelectorAll("tr.grid-isi")); }
  function sel(tr, kolom) { return tr ? tr.querySelector("[data-sel='" + KOLOM[kolom] + "']") : null; }
  function tempat(el) { return { r: baris().indexOf(el.closest("tr")), c: KOLOM.indexOf(el.dataset.sel) }; }
  function pilihTeks(el) { if (el.select) { el.select(); } }
  function ke(el) {
    if (!el) { return false; }
    el.focus();
    pilihTeks(el);
    el.scrollIntoView({ block: "nearest" });
    return true;
  }
  /* the next cell that can be typed in, from here on */
  function cari(el, dr, dc) {
    var t = tempat(el), semua = baris(), r = t.r, c = t.c;
    while (dc && (c += dc) >= 0 && c < KOLOM.length) { if (tampak(sel(semua[r], c))) { return sel(semua[r], c); } }
    while (dr && (r += dr) >= 0 && r < semua.length) { if (tampak(sel(semua[r], c))) { return sel(semua[r], c); } }
    return null;
  }

  function kabari(el) {
    el.dispatchEvent(new Event("input", { bubbles: true }));
  }
  /* writes values into cells; [[el, value], …] is one step for Ctrl+Z */
  function tulis(perubahan, simpanLangkah) {
    var langkah = perubahan.map(function (p) { return [p[0], p[0].value, p[1]]; }).filter(function (p) { return p[1] !== p[2]; });
    langkah.forEach(function (p) { p[0].value = p[2]; });
    langkah.forEach(function (p) { if (p[0] === document.activeElement) { awal = p[0].value; } kabari(p[0]); });
    if (simpanLangkah && langkah.length) { urung.push(langkah); ulang.length = 0; }
    return langkah;
  }
  function putar(dari, untuk, maju) {
    var langkah = dari.pop();
    if (!langkah) { return; }
    untuk.push(langkah);
    tulis(langkah.map(function (p) { return [p[0], maju ? p[2] : p[1]]; }), false);
    ke(langkah[0][0]);
    grid.tinggalkan(Array.from(new Set(langkah.map(function (p) { return grid.barisDari(p[0]).kode; }))));
  }
  function catatSel(el) {
    if (el.value !== awal) { urung.push([[el, awal, el.value]]); ulang.length = 0; awal = el.value; }
  }

  function blok() {
    if (!jangkar || !ujung) { return []; }
    var a = tempat(jangkar), b = tempat(ujung), semua = baris(), hasil = [];
    for (var r = Math.min(a.r, b.r); r <= Math.max(a.r, b.r); r += 1) {
      var lajur = [];
      for (var c = Math.min(a.c, b.c); c <= Math.max(a.c, b.c); c += 1) { lajur.push(sel(semua[r], c)); }
      hasil.push(lajur);
    }
    return hasil;
  }
  function gambarBlok() {
    grid.form.querySelectorAll(".grid-pilih").forEach(function (el) { el.classList.remove("grid-pilih"); });
    var isi = blok();
    if (isi.length * (isi[0] || []).length > 1) { isi.forEach(function (lajur) { lajur.forEach(function (el) { if (el) { el.classList.add("grid-pilih"); } }); }); }
  }
  function hapusBlok() { jangkar = ujung = null; gambarBlok(); }
  function perluas(el, dr, dc) {
    jangkar = jangkar || el;
    var baru = cari(ujung || jangkar, dr, dc);
    if (baru) { ujung = baru; baru.scrollIntoView({ block: "nearest" }); gambarBlok(); }
  }
  function kosongkan() {
    var daftar = [];
    blok().forEach(function (lajur) { lajur.forEach(function (el) { if (tampak(el)) { daftar.push([el, el.tagName === "SELECT" ? el.options[0].value : ""]); } }); });
    tulis(daftar, true);
  }

  function panah(event, el) {
    var arah = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!arah || event.altKey || event.ctrlKey || event.metaKey || (sunting(el) && (el.tagName === "SELECT" || arah[1]))) { return false; }
    event.preventDefault();
    if (event.shiftKey) { perluas(el, arah[0], arah[1]); } else { hapusBlok(); ke(cari(el, arah[0], arah[1])); }
    return true;
  }
  /* Tab goes from cell to cell; after Esc, at both ends, and where a row asks something, it is the browser's own */
  function lompat(event, el) {
    if (event.key !== "Tab" || event.altKey || event.ctrlKey || lepas === el) { return false; }
    var semua = Array.prototype.filter.call(grid.form.querySelectorAll("[data-sel]"), tampak), lanjut = semua[semua.indexOf(el) + (event.shiftKey ? -1 : 1)];
    if (!lanjut) { return false; }
    var sini = el.closest("tbody"), sana = lanjut.closest("tbody");
    if (sini !== sana && (event.shiftKey ? sini : sana).querySelector(".grid-kepala button")) { return false; }
    event.preventDefault();
    hapusBlok();
    return ke(lanjut);
  }
  function urungkan(event, el) {
    if (!(event.ctrlKey || event.metaKey)) { return false; }
    var maju = event.key.toLowerCase() === "y" || (event.shiftKey && event.key.toLowerCase() === "z");
    if (!maju && event.key.toLowerCase() !== "z") { return false; }
    event.preventDefault();
    catatSel(el);
    if (maju) { putar(ulang, urung, true); } else { putar(urung, ulang, false); }
    return true;
  }
  function tombolLain(event, el) {
    if (event.key === "Enter") {
      event.preventDefault();
      delete el.dataset.sunting;
      ke(cari(el, event.shiftKey ? -1 : 1, 0)) || pilihTeks(el);
    } else if (event.key === "F2") {
      event.preventDefault();
      mulaiSunting(el);
      if (el.setSelectionRange) { el.setSelectionRange(el.value.length, el.value.length); } else if (el.showPicker) { el.showPicker(); }
    } else if (event.key === "Escape") {
      delete el.dataset.sunting;
      hapusBlok();
      if (el.value !== awal) { el.value = awal; kabari(el); }
      pilihTeks(el);
      lepas = el;
    } else if (event.key === "Delete" && blok().length && jangkar !== ujung) {
      event.preventDefault();
      kosongkan();
    } else if (el.tagName === "SELECT" && (event.key === " " || (event.altKey && event.key.indexOf("Arrow") === 0))) {
      mulaiSunting(el);
    }
  }
  grid.form.addEventListener("keydown", function (event) {
    var el = event.target;
    if (!el.dataset || !el.dataset.sel || event.isComposing) { return; }
    if (!panah(event, el) && !lompat(event, el) && !urungkan(event, el)) { tombolLain(event, el); }
  });
  grid.form.addEventListener("mousedown", function (event) {
    var el = event.target.closest("[data-sel]");
    tetikus = null;
    if (!el) { return; }
    if (event.shiftKey && document.activeElement && document.activeElement.dataset.sel) {
      event.preventDefault();
      jangkar = jangkar || document.activeElement;
      ujung = el;
      gambarBlok();
      return;
    }
    hapusBlok();
    if (el === document.activeElement || el.tagName === "SELECT") { mulaiSunting(el); } else { tetikus = el; }
  });
  grid.form.addEventListener("mouseup", function (event) {
    if (tetikus && tetikus === event.target && event.target.selectionStart === event.target.selectionEnd) { pilihTeks(event.target); }
    tetikus = null;
  });
  grid.form.addEventListener("focusin", function (event) {
    var el = event.target;
    if (!el.dataset.sel) { return; }
    awal = el.value;
    if (!tetikus) { pilihTeks(el); }
    if (!sunting(el)) { delete el.dataset.sunting; }
  });
  grid.form.addEventListener("focusout", function (event) {
    var el = event.target;
    if (!el.dataset.sel) { return; }
    delete el.dataset.sunting;
    lepas = null;
    catatSel(el);
    hapusBlok();
  });
  grid.form.addEventListener("change", function (event) {
    var el = event.target;
    if (el.tagName === "SELECT" && el.dataset.sel) { delete el.dataset.sunting; catatSel(el); }
  });

  grid.KOLOM = KOLOM;
  grid.papan = { baris: baris, sel: sel, tempat: tempat, tampak: tampak, blok: blok, tulis: tulis, ke: ke, sunting: sunting, hapusBlok: hapusBlok, kosongkan: kosongkan };
})();
