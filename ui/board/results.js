// Hands results to the board of the same name: the big script is not sent again with them.
export default function ({ data }) {
  window.sandtableBoards = { ...window.sandtableBoards, [data.key]: data };
  window.dispatchEvent(new CustomEvent("sandtable-board", { detail: data }));
}
