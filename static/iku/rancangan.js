/* Order by keys, buttons and dragging: entries move in the page, the order of the page is what is sent. */
(function () {
  "use strict";
  var dragged = null;
  function entry(node) { return node.closest("[data-butir]"); }
  function move(item, up) {
    var other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) { return; }
    item.parentNode.insertBefore(up ? item : other, up ? other : item);
    moved(item);
  }
  function moved(item) {
    item.dispatchEvent(new Event("input", { bubbles: true }));
    var form = item.closest("form[data-urut]");
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
  document.querySelectorAll("[data-butir]").forEach(function (item) {
    var grip = item.querySelector(":scope > .pegangan");
    if (!grip) { return; }
    grip.hidden = false;
    grip.draggable = true;
    grip.addEventListener("dragstart", function (event) {
      dragged = item;
      item.classList.add("diseret");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    grip.addEventListener("dragend", function () { item.classList.remove("diseret"); dragged = null; });
  });
  document.addEventListener("dragover", function (event) {
    var over = entry(event.target);
    if (!dragged || !over || over === dragged || over.parentNode !== dragged.parentNode) { return; }
    event.preventDefault();
    var box = over.getBoundingClientRect();
    over.parentNode.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
  });
  document.addEventListener("drop", function (event) {
    if (dragged) { event.preventDefault(); moved(dragged); }
  });
})();
