/* Copy and paste of blocks between the grid and a spreadsheet. Nothing is refused silently: what does not fit, or
   cannot be read, is listed by its place in the block. */
(function () {
  "use strict";
  var grid = window.IkuGrid;
  if (!grid || !grid.papan) { return; }
  var papan = grid.papan, laporan = document.getElementById("grid-laporan");

  /* rows and columns of what a spreadsheet puts on the clipboard; cells in quotes may hold tabs, breaks and "" */
  function urai(teks) {
    var tabel = [[]], isi = "", kutip = false, awal = true;
    function selesai() { tabel[tabel.length - 1].push(isi); isi = ""; awal = true; }
    for (var i = 0; i < teks.length; i += 1) {
      var huruf = teks[i];
      if (kutip) {
        if (huruf !== '"') { isi += huruf; } else if (teks[i + 1] === '"') { isi += huruf; i += 1; } else { kutip = false; }
      } else if (huruf === '"' && awal) { kutip = true; awal = false; }
      else if (huruf === "\t") { selesai(); }
      else if (huruf === "\n" || huruf === "\r") { if (huruf === "\r" && teks[i + 1] === "\n") { i += 1; } selesai(); tabel.push([]); }
      else { isi += huruf; awal = false; }
    }
    selesai();
    var akhir = tabel[tabel.length - 1];
    if (tabel.length > 1 && akhir.length === 1 && akhir[0] === "") { tabel.pop(); }
    return tabel;
  }
  function kutip(teks) { return /[\t\n\r"]/.test(teks) ? '"' + teks.replace(/"/g, '""') + '"' : teks; }
  function rapi(teks) { return teks.replace(/\s+/g, " ").trim(); }
  function sama(a, b) { return rapi(a).toLowerCase() === rapi(b).toLowerCase(); }
  function isiSel(el) {
    if (!el) { return ""; }
    if (el.tagName !== "SELECT") { return el.value; }
    return el.dataset.sel === "nilai" ? el.value : el.selectedOptions[0].textContent;
  }
  function pilihanDari(el, teks) {
    if (!rapi(teks)) { return el.options[0].value; }
    var cocok = Array.prototype.filter.call(el.options, function (o) { return o.value && (sama(o.value, teks) || sama(o.textContent, teks)); })[0];
    return cocok ? cocok.value : null;
  }
  function namaSel(tr) {
    var tbody = tr.closest("tbody"), th = tr.querySelector("th");
    return tbody.dataset.nama + " / " + rapi(th.textContent);
  }

  /* what one pasted cell becomes: {el, nilai} to write, or {sebab} why not */
  function taruh(semua, r, c, teks) {
    var tr = semua[r], el = papan.sel(tr, c), ada = rapi(teks) !== "";
    if (!tr) { return ada ? { sebab: "tidak muat: tidak ada baris lagi di bawah" } : {}; }
    if (c >= grid.KOLOM.length) { return ada ? { sebab: "tidak muat: hanya ada kolom nilai, alasan, dan tanggal rilis" } : {}; }
    if (tr.classList.contains("grid-tetap")) {
      return !ada || c || sama(tr.dataset.tetap, teks) ? {} : { tr: tr, sebab: "tidak diubah: isian ini tidak terbuka, tetap " + tr.dataset.tetap };
    }
    if (!el || el.disabled) { return ada ? { tr: tr, sebab: "tidak muat: baris ini tidak mempunyai kolom itu" } : {}; }
    if (el.tagName !== "SELECT") { return { tr: tr, el: el, nilai: rapi(teks) === teks.trim() ? teks : rapi(teks) }; }
    var nilai = pilihanDari(el, teks);
    return nilai === null ? { tr: tr, el: el, salah: teks, sebab: "tidak ada dalam daftar pilihan" } : { tr: tr, el: el, nilai: nilai };
  }
  function periksaPasangan(butir) {
    var jenis = butir.el.dataset.sel, tr = butir.tr, nilai = papan.sel(tr, 0), alasan = papan.sel(tr, 1);
    if (jenis === "alasan" && butir.el.value !== "belum_diisi" && nilai && nilai.value) { return "tidak dipakai: nilainya terisi"; }
    if (jenis === "tanggal" && butir.el.value && (nilai.value || !alasan || alasan.value !== "menunggu_rilis")) { return "tidak dipakai: tanggal hanya untuk alasan menunggu rilis"; }
    return "";
  }

  function tempel(mulai, tabel) {
    var t = papan.tempat(mulai), semua = papan.baris(), butir = [];
    tabel.forEach(function (lajur, i) {
      lajur.forEach(function (teks, j) {
        butir.push(Object.assign({ i: i, j: j, teks: teks }, taruh(semua, t.r + i, t.c + j, teks)));
      });
    });
    grid.tunda = true;
    var tulisan = butir.filter(function (b) { return b.el && b.nilai !== undefined; });
    papan.tulis(tulisan.map(function (b) { return [b.el, b.nilai]; }), true);
    grid.tunda = false;
    tulisan.forEach(function (b) { b.sebab = periksaPasangan(b); });
    var kode = Array.from(new Set(tulisan.map(function (b) { return grid.barisDari(b.el).kode; })));
    return grid.simpan(kode).then(function () {
      butir.filter(function (b) { return b.salah !== undefined; }).forEach(tandaSalah);
      tulisan.forEach(function (b) { if (!b.sebab && b.el.getAttribute("aria-invalid")) { b.sebab = pesan(b.el); } });
      lapor(tabel, butir);
    });
  }
  function pesan(el) {
    var p = document.getElementById("baca-" + el.name);
    return p && rapi(p.textContent) ? rapi(p.textContent) : "tidak dapat dibaca";
  }
  function tandaSalah(b) {
    var p = document.getElementById("baca-" + b.el.name), s = document.createElement("span");
    b.el.setAttribute("aria-invalid", "true");
    s.className = "isian-galat";
    s.textContent = "«" + b.salah + "» tidak ada dalam daftar pilihan.";
    if (p) { p.replaceChildren(s); }
  }

  function lapor(tabel, butir) {
    var buruk = butir.filter(function (b) { return b.sebab; }), baik = butir.filter(function (b) { return b.el && b.nilai !== undefined && !b.sebab; }).length;
    var judul = document.createElement("p"), daftar = document.createElement("ul"), tutup = document.createElement("button");
    judul.className = "fw-semibold mb-1";
    judul.textContent = "Tempelan " + tabel.length + " baris: " + baik + " sel terisi" + (buruk.length ? ", " + buruk.length + " perlu diperiksa." : ".");
    buruk.forEach(function (b) { daftar.append(satu(b)); });
    tutup.type = "button";
    tutup.className = "btn btn-sm btn-outline-dark mt-1";
    tutup.textContent = "Tutup laporan";
    tutup.addEventListener("click", function () { laporan.hidden = true; });
    laporan.replaceChildren(judul, daftar, tutup);
    laporan.hidden = false;
    document.getElementById("grid-kabar").textContent = judul.textContent;
  }
  function satu(b) {
    var li = document.createElement("li"), tempat = "Baris " + (b.i + 1) + ", kolom " + (b.j + 1), awal = document.createElement(b.el ? "button" : "strong");
    awal.textContent = tempat;
    if (b.el) {
      awal.type = "button";
      awal.className = "btn btn-link btn-sm p-0 align-baseline";
      awal.addEventListener("click", function () { papan.ke(b.el); });
    }
    li.append(awal, " – " + (b.tr ? namaSel(b.tr) + ": " : "") + "«" + b.teks + "» " + b.sebab);
    return li;
  }

  grid.form.addEventListener("paste", function (event) {
    var el = event.target.closest("[data-sel]");
    if (!el || !event.clipboardData) { return; }
    var tabel = urai(event.clipboardData.getData("text/plain")), satuSel = tabel.length === 1 && tabel[0].length === 1;
    if (satuSel && el.tagName !== "SELECT" && papan.blok().length < 2) { return; }
    event.preventDefault();
    var isi = papan.blok(), mulai = isi.length ? isi[0].filter(Boolean)[0] || el : el;
    papan.hapusBlok();
    tempel(mulai, tabel);
  });
  function salin(event) {
    var isi = papan.blok(), el = event.target.closest && event.target.closest("[data-sel]");
    if (isi.length * (isi[0] || []).length > 1) {
      event.clipboardData.setData("text/plain", isi.map(function (l) { return l.map(function (x) { return kutip(isiSel(x)); }).join("\t"); }).join("\r\n"));
    } else if (el && el.tagName === "SELECT") {
      event.clipboardData.setData("text/plain", isiSel(el));
    } else { return; }
    event.preventDefault();
    if (event.type === "cut") { papan.kosongkan(); }
  }
  grid.form.addEventListener("copy", salin);
  grid.form.addEventListener("cut", salin);
})();
