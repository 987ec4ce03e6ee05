/** Words on new versions of the page, in English. */
export const update = {
  title: "There is a new version of this page",
  compare:
    "You still use the version that you have accepted. The operator of the server can tell you the number of the new one.",
  unnamed:
    "The server has changed its page without naming a version. You still use the version that you have accepted.",
  worker:
    "The server has changed the script that keeps this page in your browser, and no complete version comes with it. Ask the operator of the server. The changed script runs once you accept it or close the last tab of this page.",
  required:
    "The server has changed, and the version that you have accepted can no longer make calls with it.",
  current: "Accepted version",
  next: "New version",
  take: "Use the new version",
};
