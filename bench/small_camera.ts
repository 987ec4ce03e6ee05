import { writeRoomCamera } from "./room_camera.ts";

/** Camera of which two cores carry twenty pictures, and rest between them. */
const SMALL = { lines: 90, rate: 10 };

/** Film of a camera that is small and slow, and the flags with which Chromium takes it for its own. */
export interface SmallCamera {
  readonly args: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Writes the film into a file of its own. */
export async function smallCamera(): Promise<SmallCamera> {
  const film = await Deno.makeTempFile({ suffix: ".y4m" });
  await writeRoomCamera(film, SMALL);
  return {
    args: [`--use-file-for-fake-video-capture=${film}`],
    [Symbol.asyncDispose]: () => Deno.remove(film),
  };
}
