// A worker: what ticks here is not slowed down when the page is hidden.
const tick = () => postMessage(0);
let timer = setInterval(tick, 1000);
addEventListener("message", ({ data }: MessageEvent<number>) => {
  clearInterval(timer);
  timer = setInterval(tick, data);
});
