/* The grid of many values: each row is computed while it is typed and saved when it is left. The server reads,
   computes and decides; this only carries rows there and pieces of the page back. */
(function () {
  "use strict";
  var form = document.getElementById("grid");
  if (!form) { return; }
  var kabar = document.getElementById("grid-kabar"), baris = {}, antre = new Set(), sibuk = null, sejak = 0;

  function semua(el, pilih) { return Array.prototype.slice.call(el.querySelectorAll(pilih)); }
  function sel(row) { return semua(row.el, "[data-sel]"); }
  function pilihan(el) { return Array.prototype.slice.call(el.options); }
  function asal(el) {
    if (el.tagName !== "SELECT") { return el.defaultValue; }
    var o = pilihan(el).filter(function (x) { return x.defaultSelected; })[0];
    return o ? o.value : el.options[0].value;
  }
  function jadikanAsal(el, nilai) {
    if (el.tagName === "SELECT") { pilihan(el).forEach(function (o) { o.defaultSelected = o.value === nilai; }); }
    else { el.defaultValue = nilai; }
  }
  function setel(el, nilai) { if (el.value !== nilai) { el.value = nilai; } }
  function kotor(row) { return row.paksa || sel(row).some(function (el) { return el.value !== asal(el); }); }
  function tersembunyi(row, nama) { return row.el.querySelector("input[name='b" + row.kode + "-" + nama + "']"); }
  function tandai(row, keadaan, teks) {
    var el = row.el.querySelector(".grid-keadaan");
    row.keadaan = keadaan;
    el.setAttribute("data-keadaan", keadaan);
    el.textContent = teks;
    hitungBelum();
  }
  function hitungBelum() {
    var belum = Object.keys(baris).filter(function (k) { return kotor(baris[k]); }).length;
    kabar.textContent = belum ? belum + " indikator belum tersimpan" : "Semua isian tersimpan.";
  }
  function pukul() { var d = new Date(); return ("0" + d.getHours()).slice(-2) + "." + ("0" + d.getMinutes()).slice(-2); }

  function data(rows) {
    var isi = new URLSearchParams();
    isi.set("csrfmiddlewaretoken", form.querySelector("input[name=csrfmiddlewaretoken]").value);
    rows.forEach(function (row) {
      semua(row.el, "input[name^='b" + row.kode + "-'], select[name^='b" + row.kode + "-']").forEach(function (el) { isi.set(el.name, el.value); });
    });
    return isi;
  }
  function kirim(url, isi) {
    return fetch(url, { method: "POST", body: isi, headers: { Accept: "application/json" }, credentials: "same-origin" }).then(function (jawab) {
      if (jawab.ok && !jawab.redirected) { return jawab.json(); }
      if (jawab.redirected) { window.IkuDraf.sesiHabis(); throw new Error("sesi berakhir"); }
      if (jawab.status === 403) { window.IkuDraf.sesiHabis("Sesi halaman ini sudah berganti. Ketikan Anda tetap ada di peramban ini. "); throw new Error("sesi berganti"); }
      throw new Error("peladen menjawab " + jawab.status);
    }, function () { throw new Error("jaringan terputus"); });
  }

  function tempatkan(bagian, hanya) {
    Object.keys(bagian).forEach(function (id) {
      var el = document.getElementById(id);
      if (el && (!hanya || hanya.test(id)) && el.innerHTML !== bagian[id]) { el.innerHTML = bagian[id]; }
    });
  }
  function tandaGalat(row, galat) {
    sel(row).forEach(function (el) {
      if (galat.indexOf(el.name) >= 0) { el.setAttribute("aria-invalid", "true"); } else { el.removeAttribute("aria-invalid"); }
    });
  }
  function tutupBaris(row) {
    sel(row).forEach(function (el) { el.disabled = true; });
    tandai(row, "galat", "tidak tersimpan: tidak terbuka lagi");
  }
  /* puts the answer about one row on the page; what was typed while it was under way stays and counts as unsaved */
  function terima(row, jawab, terkirim) {
    if (jawab.keadaan === "ikut") { tempatkan(jawab.bagian, /^(hasil|capaian|status)-/); return; }
    tempatkan(jawab.bagian);
    tandaGalat(row, jawab.galat || []);
    if (jawab.tersimpan === undefined) { tutupBaris(row); return; }
    row.tersimpan = jawab.tersimpan;
    row.jejak = jawab.jejak;
    if (jawab.keadaan === "konflik") { tandai(row, "konflik", "belum tersimpan: bandingkan"); return; }
    if (jawab.keadaan === "galat") { tandai(row, "galat", "galat: belum tersimpan"); return; }
    sel(row).forEach(function (el) {
      var simpan = jawab.tersimpan[el.name];
      var sama = el.value === terkirim.get(el.name), diketik = sama && el === document.activeElement;
      if (sama && !diketik) { setel(el, simpan); }
      jadikanAsal(el, diketik ? el.value : simpan);
    });
    bersih(row, jawab.versi, jawab.jejak);
  }
  function bersih(row, versi, jejak) {
    tersembunyi(row, "version").value = versi;
    tersembunyi(row, "jejak").value = jejak;
    row.paksa = false;
    row.el.classList.remove("grid-gagal");
    window.IkuDraf.buang(row.el);
    if (kotor(row)) { window.IkuDraf.catat(row.el); tandai(row, "belum", "belum tersimpan"); }
    else { tandai(row, "tersimpan", "tersimpan " + pukul()); }
  }

  /* saves rows, one request at a time; those that change meanwhile wait for the next */
  function simpan(kode) {
    kode.forEach(function (k) { antre.add(k); });
    if (sibuk) { return sibuk; }
    var rows = Array.from(antre).map(function (k) { return baris[k]; }).filter(function (row) { return kotor(row) && row.keadaan !== "konflik"; });
    antre.clear();
    if (!rows.length) { return Promise.resolve({}); }
    var isi = data(rows);
    rows.forEach(function (row) { clearTimeout(row.jam); row.seri += 1; tandai(row, "menyimpan", "menyimpan…"); });
    sibuk = kirim(form.dataset.simpan, isi).then(function (jawab) {
      Object.keys(jawab.baris).forEach(function (k) { if (baris[k]) { terima(baris[k], jawab.baris[k], isi); } });
      rows.filter(function (row) { return !(row.kode in jawab.baris); }).forEach(function (row) { bersih(row, tersembunyi(row, "version").value, tersembunyi(row, "jejak").value); });
      return jawab.baris;
    }).catch(function (galat) {
      rows.forEach(function (row) { tandai(row, "galat", "belum tersimpan: " + galat.message); });
      return {};
    }).finally(function () { sibuk = null; if (antre.size) { simpan([]); } });
    return sibuk;
  }
  function hitung(row) {
    row.seri += 1;
    var seri = row.seri;
    kirim(form.dataset.hitung, data([row])).then(function (jawab) {
      var satu = jawab.baris[row.kode];
      if (!satu || seri !== row.seri) { return; }
      tempatkan(satu.bagian, row.keadaan === "konflik" ? /^(hasil|capaian|baca)-/ : /^(hasil|capaian|baca|pesan)-/);
      tandaGalat(row, satu.galat || []);
    }).catch(function () { /* told when it is saved */ });
  }
  function berubah(row) {
    if (row.keadaan !== "konflik") { tandai(row, kotor(row) ? "belum" : "tersimpan", kotor(row) ? "belum tersimpan" : "tersimpan"); }
    clearTimeout(row.jam);
    if (!window.IkuGrid.tunda) { row.jam = setTimeout(function () { hitung(row); }, 350); }
  }
  function barisDari(el) { var t = el.closest && el.closest("tbody[data-baris]"); return t ? baris[t.dataset.baris] : null; }
  function tinggalkan(kode) { return simpan(kode.filter(function (k) { return !baris[k].el.contains(document.activeElement); })); }

  form.addEventListener("input", function (event) { var row = barisDari(event.target); if (row) { berubah(row); } });
  form.addEventListener("focusout", function (event) {
    var row = barisDari(event.target);
    if (row && !(event.relatedTarget && row.el.contains(event.relatedTarget)) && kotor(row)) {
      clearTimeout(row.jam);
      setTimeout(function () { simpan([row.kode]); }, 0);
    }
  });
  form.addEventListener("click", function (event) {
    var tombol = event.target.closest("button[name=pakai]");
    if (!tombol) { return; }
    var bagian = tombol.value.split(":"), row = baris[bagian[1]];
    if (bagian[0] === "saya") {
      event.preventDefault();
      tersembunyi(row, "version").value = bagian[2];
      tersembunyi(row, "jejak").value = "";
      row.keadaan = "belum";
      row.paksa = true;
      simpan([row.kode]);
    } else if (row.tersimpan) {
      event.preventDefault();
      sel(row).forEach(function (el) { setel(el, row.tersimpan[el.name]); jadikanAsal(el, row.tersimpan[el.name]); });
      document.getElementById("pesan-" + row.kode).textContent = "";
      bersih(row, bagian[2], row.jejak);
      hitung(row);
    }
  });
  form.addEventListener("submit", function (event) {
    if (event.submitter && event.submitter.name !== "simpan") { sejak = Date.now(); return; }
    event.preventDefault();
    simpan(Object.keys(baris)).then(hitungBelum);
  });
  window.addEventListener("beforeunload", function (event) {
    var belum = Object.keys(baris).some(function (k) { return kotor(baris[k]); });
    if (belum && !window.IkuDraf.pergi && Date.now() - sejak > 2000) { event.preventDefault(); }
  });

  semua(form, "tbody[data-baris]").forEach(function (el) {
    var row = { el: el, kode: el.dataset.baris, seri: 0, keadaan: "", paksa: el.classList.contains("grid-gagal") };
    if (sel(row).length) { baris[row.kode] = row; }
    if (el.querySelector(".grid-keadaan[data-keadaan='tersimpan']")) { window.IkuDraf.buang(el); }
    if (row.paksa) { row.keadaan = el.querySelector(".grid-keadaan").dataset.keadaan; }
  });
  window.IkuGrid = { form: form, baris: baris, simpan: simpan, tinggalkan: tinggalkan, berubah: berubah, barisDari: barisDari, tunda: false };
  if (Object.keys(baris).some(function (k) { return kotor(baris[k]); })) { hitungBelum(); }
})();
