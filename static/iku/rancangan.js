/* Order by keys, buttons and dragging: entries move in the page, the order of the page is what is sent. */
(function () {
  "use strict";
  var dragged = null, from = 0;
  function entry(node) { return node.closest("[data-butir]"); }
  function move(item, up) {
    var other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) { return; }
    item.parentNode.insertBefore(up ? item : other, up ? other : item);
    moved(item);
  }
  /* the form that sends the order of a list of its own: each entry begins with its input "urut" */
  function orderForm(item) {
    var input = item.querySelector("input[name=urut]");
    return input && input.form && input.form.hasAttribute("data-urut") ? input.form : null;
  }
  function moved(item) {
    var form = orderForm(item);
    (form || item).dispatchEvent(new Event("input", { bubbles: true }));
    if (form) { form.querySelector("[data-simpan-urut]").hidden = false; }
  }
  function place(button) {
    var parts = button.value.split(":");
    if (parts.length === 3) {
      var item = entry(button);
      parts[2] = String(Array.prototype.indexOf.call(item.parentNode.children, item));
      button.value = parts.join(":");
    }
    return parts[0];
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-susun]");
    if (!button) { return; }
    var act = place(button);
    if (act === "naik" || act === "turun") {
      event.preventDefault();
      move(entry(button), act === "naik");
      button.focus();
    }
  });
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) { return; }
    var item = entry(event.target);
    if (!item) { return; }
    event.preventDefault();
    move(item, event.key === "ArrowUp");
    event.target.focus();
  });
  function grab(item, grip) {
    var next = null;
    grip.hidden = false;
    grip.draggable = true;
    grip.addEventListener("dragstart", function (event) {
      dragged = item;
      from = event.clientY;
      next = item.nextElementSibling;
      item.classList.add("diseret");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.setDragImage(item, 10, 10);
    });
    /* let go outside the list, or Escape: back to where it was */
    grip.addEventListener("dragend", function (event) {
      item.classList.remove("diseret");
      dragged = null;
      if (item.nextElementSibling === next) { return; }
      if (event.dataTransfer.dropEffect === "none") { item.parentNode.insertBefore(item, next); } else { moved(item); }
    });
  }
  document.querySelectorAll(".pegangan").forEach(function (grip) { if (entry(grip)) { grab(entry(grip), grip); } });
  function sibling(node) {
    var found = entry(node);
    while (found && found.parentNode !== dragged.parentNode) { found = entry(found.parentNode); }
    return found;
  }
  /* both: a list that changes under the pointer is entered anew, and takes what is let go only if that is said */
  document.addEventListener("dragenter", drag);
  document.addEventListener("dragover", drag);
  /* past the near edge of a neighbour, in the direction of the hand: a trembling one turns nothing back */
  function drag(event) {
    if (!dragged || !dragged.parentNode.contains(event.target)) { return; }
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    var way = event.clientY - from, over = sibling(event.target);
    if (Math.abs(way) < 6) { return; }
    from = event.clientY;
    if (!over || over === dragged) { return; }
    var box = over.getBoundingClientRect(), deep = Math.min(box.height / 2, 40);
    var below = !!(dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (way > 0 && below && from > box.top + deep) { over.after(dragged); }
    if (way < 0 && !below && from < box.bottom - deep) { over.before(dragged); }
  }
  document.addEventListener("drop", function (event) { if (dragged) { event.preventDefault(); } });

  /* a step that the server takes comes back with the focus where it was taken, not at the top of a long page */
  var KEY = "iku-langkah", STEP = /^(naik|turun|tambah|hapus):[a-z_0-9-]+(:\d+)?$/;
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!button || button.name !== "aksi" || !STEP.test(button.value)) { return; }
    try { sessionStorage.setItem(KEY, location.pathname + " " + button.value); } catch (error) { /* no storage, no focus */ }
  });
  function returned(step) {
    var same = document.querySelector("button[name=aksi][value='" + step + "']"), parts = step.split(":");
    var list = document.querySelector("[data-daftar='" + parts[1] + "']");
    if (!list || parts[0] === "naik" || parts[0] === "turun") { return same; }
    var at = parts[0] === "tambah" ? list.children.length - 1 : Math.min(parts[2], list.children.length - 1);
    var item = list.children[at];
    return (item && item.querySelector("textarea, select, input:not([type=hidden])")) || document.querySelector("button[value='tambah:" + parts[1] + "']");
  }
  try {
    var step = (sessionStorage.getItem(KEY) || "").split(" ");
    sessionStorage.removeItem(KEY);
    var again = step[0] === location.pathname && STEP.test(step[1]) && returned(step[1]);
    if (again) { window.addEventListener("load", function () { again.focus(); }); } /* after the jump to the #place */
  } catch (error) { /* no storage, no focus */ }
})();
