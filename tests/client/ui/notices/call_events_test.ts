import { assertEquals } from "@std/assert";
import { initialState } from "../../../../client/state/initial_state.ts";
import type { CallState } from "../../../../client/state/call_state.ts";
import type { FileProgress, FileTransfer } from "../../../../client/state/files.ts";
import type { Participant } from "../../../../client/state/person.ts";
import { eventsBetween } from "../../../../client/ui/notices/call_events.ts";

const quiet = initialState("Ann");
const now = (part: Partial<CallState>): CallState => ({ ...quiet, ...part });

function person(id: string, hand: boolean): Participant {
  const about = { name: id, mic: true, camera: true, screen: false, hand };
  const rest = { connection: "connected", verified: false } as const;
  return { id, about, picture: null, screen: null, voice: null, ...rest };
}

Deno.test("eventsBetween: who comes and who goes is told once each", () => {
  const joined = now({ toast: { is: "joined", name: "Bob", key: 1 } });
  const left = now({ toast: { is: "left", name: "Bob", key: 2 } });
  assertEquals(eventsBetween(quiet, joined), [{ is: "join", name: "Bob" }]);
  assertEquals(eventsBetween(joined, now({ ...joined, unread: 0 })), []);
  assertEquals(eventsBetween(joined, left), [{ is: "leave", name: "Bob" }]);
  assertEquals(eventsBetween(left, now({ toast: { is: "link-copied", key: 3 } })), []);
});

Deno.test("eventsBetween: a line counts when it is of another and was not read as it came", () => {
  const line = { key: "1", from: "b", name: "Bob", text: "hi", at: 0, pending: false };
  const read = now({ chat: [{ ...line, mine: false }] });
  const unread = now({ ...read, unread: 1 });
  const own = now({ chat: [{ ...line, mine: true }], unread: 1 });
  const heard = { is: "chat", name: "Bob", text: "hi" } as const;
  assertEquals(eventsBetween(quiet, unread), [{ ...heard, viewer: false }]);
  const watches = now({ chat: [{ ...line, mine: false, viewer: { by: null } }], unread: 1 });
  assertEquals(eventsBetween(quiet, watches), [{ ...heard, viewer: true }]);
  assertEquals(eventsBetween(quiet, read), []);
  assertEquals(eventsBetween(quiet, own), []);
  // To open the chat and close it brings no line.
  assertEquals(eventsBetween(unread, read), []);
});

Deno.test("eventsBetween: a hand counts when it goes up, a knock when it is new", () => {
  const down = now({ participants: [person("b", false)] });
  const up = now({ participants: [person("b", true)] });
  assertEquals(eventsBetween(down, up), [{ is: "hand", name: "b" }]);
  assertEquals(eventsBetween(up, up), []);
  assertEquals(eventsBetween(up, down), []);
  const knocks = [{ id: "c", name: "Cem" }];
  const inside = { side: "inside", locked: true, by: null, elsewhere: false } as const;
  const knocked = now({ lock: { ...inside, knocks } });
  assertEquals(eventsBetween(quiet, knocked), [{ is: "knock", name: "Cem" }]);
  assertEquals(eventsBetween(knocked, now({ lock: { ...inside, knocks: [] } })), []);
});

const files = (...transfers: FileTransfer[]) =>
  now({ files: { transfers, offer() {}, accept() {}, stop() {}, restore() {} } });

function sent(name: string, ...ways: FileProgress[]): FileTransfer {
  const parties = ways.map((progress, at) => ({ id: `${at}`, name: "", progress }));
  return { key: name, name, size: 9, mine: true, parties };
}

const moving: FileProgress = { is: "moving", bytes: 1 };
const done: FileProgress = { is: "done", href: null };
const stopped: FileProgress = { is: "ended", why: { code: "stopped", mine: false } };

Deno.test("eventsBetween: a file counts when it is complete or stops, for each member", () => {
  const both = files(sent("a.txt", moving, moving));
  const half = files(sent("a.txt", done, moving));
  const over = files(sent("a.txt", done, stopped));
  assertEquals(eventsBetween(both, both), []);
  assertEquals(eventsBetween(both, half), [{ is: "file", name: "a.txt", end: "done" }]);
  assertEquals(eventsBetween(half, half), []);
  assertEquals(eventsBetween(half, over), [{ is: "file", name: "a.txt", end: "ended" }]);
});

Deno.test("eventsBetween: a file counts though another one is forgotten at the same time", () => {
  const before = files(sent("old.txt", done), sent("new.txt", moving));
  const after = files(sent("new.txt", done));
  assertEquals(eventsBetween(before, after), [{ is: "file", name: "new.txt", end: "done" }]);
});

Deno.test("eventsBetween: files that were over when the call's files came to be known count not", () => {
  assertEquals(eventsBetween(quiet, files(sent("old.txt", done), sent("b.txt", stopped))), []);
});

Deno.test("eventsBetween: a reaction of another is told once while that person's are shown", () => {
  const shown = (...from: string[]) =>
    now({
      reactions: {
        shown: from.map((one, key) => ({ key, from: one, name: one, kind: "heart" })),
        react() {},
      },
    });
  assertEquals(eventsBetween(quiet, shown("b")), [{ is: "reaction", name: "b", kind: "heart" }]);
  assertEquals(eventsBetween(shown("b"), shown("b", "b")), []);
  assertEquals(eventsBetween(quiet, shown("me")), []);
});
