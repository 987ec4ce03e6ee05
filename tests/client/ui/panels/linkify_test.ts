import { assertEquals } from "@std/assert";
import { linkify } from "../../../../client/ui/panels/linkify.ts";

const links = (line: string) => linkify(line).flatMap(({ href }) => href ?? []);

Deno.test("Linkify: a line is told back unchanged, whatever is in it", () => {
  for (
    const line of [
      "",
      "plain",
      "https://a.example/x?y=1#z",
      "see https://a.example, or (https://b.example/c_(d)).",
      "看https://a.example/路径。好的",
      "http://x\nhttps://y z",
      "javascript:alert(1) https://",
    ]
  ) assertEquals(linkify(line).map(({ text }) => text).join(""), line);
});

Deno.test("Linkify: addresses end before the sentence's own punctuation", () => {
  assertEquals(links("go to https://a.example/b."), ["https://a.example/b"]);
  assertEquals(links("(see https://a.example/b)"), ["https://a.example/b"]);
  assertEquals(links("https://a.example/c_(d)"), ["https://a.example/c_(d)"]);
  assertEquals(links("https://a.example/b?, https://c.example!"), [
    "https://a.example/b",
    "https://c.example",
  ]);
  assertEquals(links("在https://a.example/b，然后"), ["https://a.example/b"]);
});

Deno.test("Linkify: only http and https with a host are links", () => {
  for (
    const line of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "ftp://a.example",
      "a.example",
      "https://",
      "http://?x",
      "HTTPS:a",
    ]
  ) assertEquals(links(line), [], line);
  assertEquals(links("HTTPS://A.example"), ["HTTPS://A.example"]);
});

Deno.test("Linkify: an address with a user before the host is not a link: it hides the host", () => {
  assertEquals(links("https://bank.example@evil.example/"), []);
  assertEquals(links("https://bank.example:x@evil.example/"), []);
});

Deno.test("Linkify: marks that turn the direction of text end an address", () => {
  assertEquals(links("https://a.example/\u202Efdp.exe"), ["https://a.example/"]);
});

Deno.test("linkify: a line of a million brackets is split like any other", () => {
  // Counted anew for each bracket, this would not end while anybody waits for it.
  const brackets = ")".repeat(1_000_000);
  assertEquals(linkify(`http://a/${brackets}`), [
    { text: "http://a/", href: "http://a/" },
    { text: brackets, href: null },
  ]);
});
