import { assertEquals } from "@std/assert";
import {
  candidatesIn,
  isUsable,
  mendAnswer,
  mendOffer,
  takesAll,
} from "../../../../client/call/endpoint/client_sdp.ts";

const lines = (...all: string[]) => all.map((line) => `${line}\r\n`).join("");

Deno.test("mendOffer: the second SSRC of a group gets the lines of the first, after it, as FFmpeg leaves them out", () => {
  assertEquals(
    mendOffer("v=0\na=ssrc-group:FID 1 2\na=ssrc:1 cname:x\na=ssrc:1 msid:x y\n"),
    lines(
      "v=0",
      "a=ssrc-group:FID 1 2",
      ...["a=ssrc:1 cname:x", "a=ssrc:1 msid:x y", "a=ssrc:2 cname:x", "a=ssrc:2 msid:x y"],
    ),
  );
  assertEquals(
    mendOffer("v=0\na=ssrc:1 cname:x\na=ssrc-group:FID 1 2\n"),
    lines("v=0", "a=ssrc:1 cname:x", "a=ssrc:2 cname:x", "a=ssrc-group:FID 1 2"),
  );
  const whole = lines("v=0", "a=ssrc-group:FID 1 2", "a=ssrc:1 cname:x", "a=ssrc:2 cname:x");
  assertEquals(mendOffer(whole), whole);
});

Deno.test("mendOffer: candidates are taken out, to be added one by one", () => {
  const sdp = lines("v=0", "a=candidate:1 1 udp 1 192.0.2.1 5000 typ host", "a=end-of-candidates");
  assertEquals(mendOffer(sdp), lines("v=0"));
  assertEquals(candidatesIn(sdp), ["candidate:1 1 udp 1 192.0.2.1 5000 typ host"]);
});

Deno.test("candidatesIn: a component that is counted from 0 is the first", () => {
  const sdp = lines("a=candidate:1 0 udp 1 192.0.2.1 5000 typ host");
  assertEquals(candidatesIn(sdp), ["candidate:1 1 udp 1 192.0.2.1 5000 typ host"]);
});

for (
  const address of [
    "169.254.169.254",
    "127.0.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::ffff:169.254.169.254",
    "fe80::1",
    "ff02::1",
  ]
) {
  Deno.test(`isUsable: ${address} is nowhere that a page sends packets to`, () => {
    assertEquals(isUsable(`candidate:1 1 udp 1 ${address} 5000 typ host`), false);
  });
}

Deno.test("isUsable: a port below 1024 is none, and 1000 candidates are 32", () => {
  const candidate = (port: number) => `candidate:1 1 udp 1 192.0.2.1 ${port} typ host`;
  assertEquals([9, 1023, 1024, 65_535].map((port) => isUsable(candidate(port))), [
    false,
    false,
    true,
    true,
  ]);
  const many = Array.from({ length: 1000 }, (_, at) => `a=${candidate(2000 + at)}`);
  assertEquals(candidatesIn(lines(...many)).length, 32);
});

Deno.test("mendAnswer: IPv4 hosts by UDP come first, and names that only browsers resolve are left out", () => {
  const tcp = "a=candidate:4 1 tcp 1 192.0.2.1 9 typ host tcptype active";
  const reflexive = "a=candidate:3 1 udp 1 198.51.100.1 6000 typ srflx raddr 0.0.0.0 rport 0";
  const host = "a=candidate:2 1 udp 1 192.0.2.1 5000 typ host";
  const name = "a=candidate:1 1 udp 1 abc.local 5000 typ host";
  assertEquals(
    mendAnswer(lines("v=0", "m=audio 9 x 1", name, tcp, reflexive, host, "a=mid:0")),
    lines("v=0", "m=audio 9 x 1", host, reflexive, tcp, "a=mid:0"),
  );
  assertEquals(mendAnswer(lines("v=0", name)), lines("v=0", name));
});

Deno.test("mendAnswer: an answer by a relay alone names its address as a host, too", () => {
  const relay = "a=candidate:1 1 udp 1 203.0.113.1 50000 typ relay raddr 0.0.0.0 rport 0";
  assertEquals(
    mendAnswer(lines("v=0", relay)),
    lines("v=0", "a=candidate:1 1 udp 1 203.0.113.1 50000 typ host", relay),
  );
});

Deno.test("takesAll: an m-line that is refused refuses the publisher", () => {
  assertEquals(takesAll(lines("m=audio 9 x 1", "m=video 9 x 2")), true);
  assertEquals(takesAll(lines("m=audio 9 x 1", "m=video 0 x 2")), false);
});
