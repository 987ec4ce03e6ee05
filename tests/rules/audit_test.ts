import { assertEquals } from "@std/assert";
import { judge } from "../audit.ts";

Deno.test("audit: advisories fail, a registry out of reach is said and does not", () => {
  assertEquals(judge(true, "No known vulnerabilities found"), "clean");
  assertEquals(judge(false, "high: prototype pollution in x"), "advisories");
  assertEquals(judge(false, "error sending request for url (…): dns error"), "not checked");
});
