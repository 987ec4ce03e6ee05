// The other end of a bare port: counts the lines that come, and tells how many when asked.
const scope = globalThis as unknown as Pick<Worker, "addEventListener" | "postMessage">;
scope.addEventListener("message", (event) => {
  const port: MessagePort = event.data;
  let heard = 0;
  port.onmessage = ({ data }) => {
    if (Array.isArray(data)) heard += data.length;
    else port.postMessage(heard);
  };
});
scope.postMessage("ready");
