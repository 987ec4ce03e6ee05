import { assert, assertEquals } from "@std/assert";
import { cleanFileName, offeredName } from "../../../../client/call/files/file_name.ts";
import { MAX_FILE_NAME } from "../../../../client/call/messages/file_control.ts";

Deno.test("cleanFileName: neither paths nor signs with a meaning are left, and never nothing", () => {
  const names = {
    "plan.pdf": "plan.pdf",
    "方案 2.docx": "方案 2.docx",
    "../../etc/passwd": "passwd",
    "C:\\Windows\\system32\\a.dll": "a.dll",
    "/": "file",
    "..": "file",
    "": "file",
    ".bashrc": "bashrc",
    " a . ": "a",
    'a<b>:"|?*.txt': "a_b______.txt",
    "con": "_con",
    "NUL.txt": "_NUL.txt",
    "console.txt": "console.txt",
    "a\u0000\n\tb": "ab",
    "invoice\u202Efdp.exe": "invoicefdp.exe",
    "\u2067a\u2069\u200F\u061C\uFEFF": "a",
    "a\uD800b": "ab",
    "e\u0301": "é",
  };
  for (const [name, clean] of Object.entries(names)) assertEquals(cleanFileName(name), clean, name);
});

Deno.test("cleanFileName: a long name keeps its extension, and fits on the wire", () => {
  const long = cleanFileName(`${"長".repeat(500)}.tar`);
  assertEquals([...long].length, 120);
  assert(long.endsWith(".tar"));
  assert(offeredName("😀".repeat(500)).length <= MAX_FILE_NAME);
});
