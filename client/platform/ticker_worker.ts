// A worker: what ticks here is not slowed down when the page is hidden.
setInterval(() => postMessage(0), 1000);
