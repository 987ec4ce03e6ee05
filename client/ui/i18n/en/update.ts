/** Words on new versions of the page, in English. */
export const update = {
  title: "A new version of this page is there",
  compare:
    "You still use the version that you have accepted. Whoever runs the server can tell you the number of the new one.",
  unnamed:
    "The server has changed its page without naming a version. You still use the one that you have accepted.",
  worker:
    "The server has changed the script that keeps this page in your browser, and no whole version comes with it. Ask whoever runs the server: the changed script runs once you take it or close the last tab of this page.",
  required:
    "The server has changed, and the version that you have accepted can no longer make calls with it.",
  current: "Accepted version",
  next: "New version",
  take: "Use the new version",
};
