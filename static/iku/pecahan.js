/* A fraction is written in a window and stands in the cell as text: [pecahan: above // below // beside].
   [data-sel-rumus] holds a textarea[data-sel] and its buttons; the reader of the text is registry/rumus_ketik.py. */
(function () {
  "use strict";
  var dialog = document.getElementById("pecahan-dialog");
  if (!dialog || !dialog.showModal) { return; }
  var TANDA = /\\[\\[\]/]|\[[ \t]*(pecahan|akar)[ \t]*:|\/\/|[[\]]/gi;
  var bagian = ["atas", "bawah", "ekor"].map(function (n) { return document.getElementById("pecahan-" + n); });
  var judul = document.getElementById("pecahan-judul"), galat = document.getElementById("pecahan-galat");
  var gambar = document.getElementById("pecahan-gambar"), simpan = document.getElementById("pecahan-simpan");
  var hapus = document.getElementById("pecahan-hapus");
  var sel = null, rentang = null, tertunda = ["", "", ""];

  /* all fractions of a text, inner ones after the outer one: {awal, akhir, potong: [[start, end], …]} */
  function semua(teks) {
    var hasil = [], tumpuk = [], m;
    TANDA.lastIndex = 0;
    while ((m = TANDA.exec(teks))) {
      var luar = tumpuk[tumpuk.length - 1], ke = m.index + m[0].length;
      if (m[1]) {
        var baru = { awal: m.index, jenis: m[1].toLowerCase(), mulai: ke, potong: [], kurung: 0 };
        tumpuk.push(baru);
        hasil.push(baru);
      } else if (luar && m[0] === "[") { luar.kurung += 1;
      } else if (luar && m[0] === "]" && luar.kurung) { luar.kurung -= 1;
      } else if (luar && (m[0] === "]" || (m[0] === "//" && !luar.kurung))) {
        luar.potong.push(teks.slice(luar.mulai, m.index).trim());
        luar.mulai = ke;
        if (m[0] === "]") { luar.akhir = ke; tumpuk.pop(); }
      }
    }
    return hasil.filter(function (p) { return p.akhir && p.jenis === "pecahan"; });
  }
  /* the fraction that the cursor stands in; none where text is marked: that becomes a numerator */
  function disini(el) {
    if (el.selectionStart !== el.selectionEnd) { return null; }
    var ada = semua(el.value).filter(function (p) { return p.awal < el.selectionStart && el.selectionStart < p.akhir; });
    return ada.length ? ada[ada.length - 1] : null;
  }
  function berpasangan(teks) {
    var dalam = 0;
    return (teks.match(/\\[[\]]|[[\]]/g) || []).every(function (k) {
      dalam += k === "[" ? 1 : k === "]" ? -1 : 0;
      return dalam >= 0;
    }) && dalam === 0;
  }
  /* what was typed in the window, on one line, and so that it ends nothing before its time */
  function rapi(teks) {
    teks = teks.replace(/\s+/g, " ").trim();
    if (!bertingkat(teks)) { teks = teks.replace(/\\(?=[\\[\]/])/g, "\\\\"); }
    if (!berpasangan(teks)) { teks = teks.replace(/(\\?)([[\]])/g, "\\$2"); }
    var dalam = 0, hasil = teks.replace(/\\[\\[\]/]|\/\/|[[\]]/g, function (k) {
      dalam += k === "[" ? 1 : k === "]" ? -1 : 0;
      return k === "//" && dalam === 0 ? "/\\/" : k;
    });
    return /(^|[^\\])(\\\\)*\\$/.test(hasil) ? hasil + "\\" : hasil;
  }
  function bertingkat(teks) { return /\[[ \t]*(pecahan|akar)[ \t]*:/i.test(teks); }
  /* a part as people read it: only where a fraction stands inside, the marks stay to be seen */
  function terbaca(teks) { return bertingkat(teks) ? teks : teks.replace(/\\([\\[\]/])/g, "$1"); }
  function tertulis() {
    var isi = bagian.map(function (b) { return rapi(b.value); });
    return "[pecahan: " + isi.filter(function (teks, n) { return n < 2 || teks; }).join(" // ") + "]";
  }
  function unsur(kelas, isi) {
    var el = document.createElement("span");
    el.className = kelas;
    if (isi) { el.textContent = isi; }
    return el;
  }
  function lukis() {
    var isi = bagian.map(function (b) { return b.value.replace(/\s+/g, " ").trim(); });
    var suku = unsur("rumus-suku"), pecahan = unsur("pecahan");
    pecahan.append(unsur("pecahan-atas", isi[0] || "…"), unsur("pecahan-bawah", isi[1] || "…"));
    suku.append(pecahan);
    if (isi[2]) { suku.append(unsur("rumus-ekor", isi[2])); }
    gambar.replaceChildren(suku);
  }
  /* into the text with the way back by Ctrl+Z, as if it had been typed */
  function ganti(el, awal, akhir, teks) {
    el.focus();
    el.setSelectionRange(awal, akhir);
    if (awal === akhir && !teks) { return; }
    if (!document.execCommand(teks ? "insertText" : "delete", false, teks)) {
      el.setRangeText(teks, awal, akhir, "end");
      el.dispatchEvent(new Event("input", { bubbles: true }));
    }
    var ujung = awal + teks.replace(/ $/, "").length;
    el.setSelectionRange(ujung, ujung);
  }
  function sela(el, awal, akhir, teks) {
    var depan = el.value.slice(0, awal), belakang = el.value.slice(akhir);
    return (depan && !/[\s(]$/.test(depan) ? " " : "") + teks + (belakang && !/^[\s)\]]/.test(belakang) ? " " : "");
  }
  function buka(el) {
    var ada = disini(el);
    sel = el;
    rentang = ada ? [ada.awal, ada.akhir] : [el.selectionStart, el.selectionEnd];
    var isi = ada ? ada.potong.map(terbaca) : [el.value.slice(rentang[0], rentang[1]) || tertunda[0], tertunda[1], tertunda[2]];
    bagian.forEach(function (b, n) { b.value = isi[n] || ""; });
    dialog.toggleAttribute("data-ubah", !!ada);
    judul.textContent = ada ? "Ubah pecahan" : "Sisipkan pecahan";
    simpan.textContent = ada ? "Simpan pecahan" : "Sisipkan";
    hapus.hidden = !ada;
    galat.hidden = true;
    lukis();
    dialog.showModal();
    bagian[0].focus();
  }
  function tutup() { dialog.close(); sel.focus(); }

  dialog.addEventListener("input", function () { galat.hidden = true; lukis(); });
  dialog.addEventListener("close", function () {
    if (!dialog.hasAttribute("data-ubah")) { tertunda = bagian.map(function (b) { return b.value; }); }
  });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.tagName === "TEXTAREA" && !event.shiftKey) { event.preventDefault(); simpan.click(); }
  });
  dialog.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    var kosong = bagian.slice(0, 2).filter(function (b) { return !b.value.trim(); })[0];
    if (kosong) { galat.hidden = false; kosong.focus(); return; }
    var teks = tertulis();
    if (!dialog.hasAttribute("data-ubah")) { teks = sela(sel, rentang[0], rentang[1], teks); }
    bagian.forEach(function (b) { b.value = ""; });
    tutup();
    ganti(sel, rentang[0], rentang[1], teks);
  });
  hapus.addEventListener("click", function () { tutup(); ganti(sel, rentang[0], rentang[1], ""); });
  document.getElementById("pecahan-batal").addEventListener("click", tutup);

  document.querySelectorAll("[data-sel-rumus]").forEach(function (kotak) {
    var el = kotak.querySelector("textarea[data-sel]"), tombol = kotak.querySelector("[data-pecahan]");
    var rumus = kotak.querySelector("[data-dari-rumus]");
    function sebut() { tombol.textContent = disini(el) ? "Ubah pecahan" : "Sisipkan pecahan"; }
    tombol.hidden = false;
    tombol.addEventListener("click", function () { buka(el); });
    ["keyup", "click", "input", "focus", "select"].forEach(function (apa) { el.addEventListener(apa, sebut); });
    if (rumus) {
      rumus.addEventListener("click", function (event) {
        event.preventDefault();
        var ada = disini(el), di = ada ? ada.akhir : el.selectionEnd;
        ganti(el, di, di, sela(el, di, di, rumus.getAttribute("data-dari-rumus")));
      });
    }
  });
})();
