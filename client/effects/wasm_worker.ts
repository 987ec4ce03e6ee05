// A worker that compiles, so that the page does not stand still meanwhile.
onmessage = async ({ data: url }: MessageEvent<string>) => {
  try {
    postMessage(await WebAssembly.compileStreaming(fetch(url)));
  } catch {
    postMessage(null);
  }
};
