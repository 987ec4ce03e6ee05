/** A headless Firefox has no screen: a moving canvas stands for it. */
export function paint(): void {
  if (!navigator.userAgent.includes("Firefox") || !navigator.mediaDevices) return;
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 360];
    const pen = canvas.getContext("2d");
    setInterval(() => {
      if (!pen) return;
      pen.fillStyle = `hsl(${Date.now() % 360} 80% 50%)`;
      pen.fillRect(0, 0, canvas.width, canvas.height);
    }, 50);
    return Promise.resolve(canvas.captureStream(20));
  };
}
