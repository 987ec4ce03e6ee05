import { assertEquals } from "@std/assert";
import { otherCamera } from "../../../../client/ui/stage/other_camera.ts";

const camera = (deviceId: string, label = "") => ({ kind: "videoinput", deviceId, label }) as const;
const mic = { kind: "audioinput", deviceId: "m", label: "front" } as const;

Deno.test("otherCamera: the main camera of the other side, and back", () => {
  const phone = [
    mic,
    camera("f", "Front Camera"),
    camera("u", "Back Ultra Wide Camera"),
    camera("t", "Back Telephoto Camera"),
    camera("b", "Back Camera"),
  ];
  assertEquals(otherCamera(phone, "f", "user"), "b");
  assertEquals(otherCamera(phone, "b", "environment"), "f");
  // From another one of the back, too.
  assertEquals(otherCamera(phone, "u", undefined), "f");
});

Deno.test("otherCamera: labels of Android and of systems in Chinese are understood", () => {
  const android = [camera("1", "camera2 1, facing front"), camera("0", "camera2 0, facing back")];
  assertEquals(otherCamera(android, "1", undefined), "0");
  const chinese = [camera("前", "前置相机"), camera("后", "后置双镜头相机")];
  assertEquals(otherCamera(chinese, "前", "user"), "后");
});

Deno.test("otherCamera: where labels say nothing, the next; where there is one, none", () => {
  const plain = [camera("a"), camera("b"), camera("c")];
  assertEquals([otherCamera(plain, "a", undefined), otherCamera(plain, "c", undefined)], [
    "b",
    "a",
  ]);
  assertEquals(otherCamera([mic, camera("a")], "a", "user"), null);
});
