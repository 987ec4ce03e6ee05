import { assertEquals } from "@std/assert";
import { encoder, tapSender } from "../../../client/platform/tapped_senders.ts";

Deno.test("tapSender: where there are no encoded transforms a sender stays as it is, and no worker starts", () => {
  const sender = {} as RTCRtpSender;
  tapSender(sender, "one");
  assertEquals([sender, encoder], [{}, { worker: null }]);
});
