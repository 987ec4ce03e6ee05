import { assertEquals } from "@std/assert";
import { MAX_MEMBERS, MAX_VIEWERS } from "../../../protocol/mod.ts";
import {
  countWatching,
  stepWatched,
  UNWATCHED,
  type WatchedRoom,
  type WatchedRoomEvent,
} from "../../../signaling/room/watched_room.ts";

const greeting = { iceServers: [], beat: 5 };
const speak: WatchedRoomEvent = { type: "join", greeting };
const watch: WatchedRoomEvent = { type: "join", greeting, viewer: true };
const offer = { type: "client-serve", viewers: 3, players: 0 } as const;
const sealed = "c2VhbGVk";

/** A room after these events, and the mail of the last one: receiver, type, and who it names. */
function play(...events: (readonly [string, WatchedRoomEvent])[]) {
  let room: WatchedRoom = UNWATCHED;
  let mail: readonly string[] = [];
  for (const [from, event] of events) {
    const step = stepWatched(room, from, event, MAX_VIEWERS);
    room = step.room;
    mail = step.mail.map(({ to, message }) => {
      if (message.type === "audience") {
        const serving = message.serving.map(({ id, viewers }) => `${id}:${viewers}`);
        return `${to} audience ${message.viewers.join("")} by ${serving.join(" ")}`;
      }
      if (message.type === "welcome") return `${to} welcome ${message.members.join("")}`;
      if (message.type === "refused") return `${to} ${message.code}`;
      return `${to} ${message.type} ${"from" in message ? message.from : ""}`;
    });
  }
  return { room, mail };
}

Deno.test("WatchedRoom: a viewer is welcomed into a mesh of nobody, and everybody hears who watches", () => {
  const { mail } = play(["a", speak], ["b", speak], ["v", watch]);
  assertEquals(mail, [
    "v welcome ",
    "a audience v by ",
    "b audience v by ",
    "v audience v by ",
  ]);
});

Deno.test("WatchedRoom: nobody hears of an audience while nobody watches, but who offers to serve", () => {
  assertEquals(play(["a", speak], ["b", speak]).mail, ["b welcome a", "a client-call b"]);
  const offered = play(["a", speak], ["b", speak], ["b", { ...offer, viewers: 3 }]);
  assertEquals(offered.mail, ["b audience  by b:3"]);
});

Deno.test("WatchedRoom: an offer is told to all when somebody watches, and the same one to nobody else", () => {
  const events = [["a", speak], ["v", watch], ["a", offer]] as const;
  assertEquals(play(...events).mail, ["a audience v by a:3", "v audience v by a:3"]);
  assertEquals(play(...events, ["a", offer]).mail, ["a audience v by a:3"]);
  assertEquals(play(...events, ["v", offer]).mail, []);
});

Deno.test("WatchedRoom: who is away or has left serves nobody, and viewers hear it", () => {
  const before = [
    ["a", speak],
    ["b", speak],
    ["v", watch],
    ["a", { ...offer, viewers: 2 }],
  ] as const;
  assertEquals(play(...before, ["a", { type: "away" }]).mail, [
    "b client-away a",
    "v client-away a",
    "a audience v by ",
    "b audience v by ",
    "v audience v by ",
  ]);
  assertEquals(play(...before, ["a", { type: "away" }], ["a", { type: "client-call" }]).mail, [
    "b client-call a",
    "a audience v by a:2",
    "b audience v by a:2",
    "v audience v by a:2",
  ]);
  assertEquals(play(...before, ["a", { type: "client-leave" }]).mail, [
    "b client-leave a",
    "v client-leave a",
    "b audience v by ",
    "v audience v by ",
  ]);
  // A page that was loaded anew has yet to say what it serves.
  assertEquals(play(...before, ["a", speak]).mail.at(-1), "v audience v by ");
});

Deno.test("WatchedRoom: viewers take no seat of the eight, and are as many as the setting allows", () => {
  const viewers = Array.from({ length: MAX_VIEWERS }, (_, n) => [`v${n}`, watch] as const);
  const speakers = Array.from({ length: MAX_MEMBERS }, (_, n) => [`s${n}`, speak] as const);
  const { room } = play(...viewers, ...speakers);
  assertEquals([room.speakers.size, room.viewers.size], [8, 20]);
  for (const late of [["v", watch], ["s", speak]] as const) {
    const refused = play(...viewers, ...speakers, late);
    assertEquals(refused.room, room);
    assertEquals(refused.mail, [`${late[0]} room_full`]);
  }
  const again = play(...viewers, ...speakers, ["v3", watch]);
  assertEquals([again.mail[0], again.room.viewers.size], ["v3 welcome ", 20]);
});

Deno.test("WatchedRoom: players take places of viewers, and leave with the speaker that serves them", () => {
  const players = (count: number) => ({ ...offer, viewers: 1, players: count });
  const before = [["a", speak], ["b", speak], ["a", players(MAX_VIEWERS - 1)], [
    "v",
    watch,
  ]] as const;
  const { room } = play(...before);
  assertEquals([room.viewers.size, countWatching(room)], [1, MAX_VIEWERS]);
  assertEquals(play(...before, ["w", watch]).mail, ["w room_full"]);
  const left = play(...before, ["a", { type: "client-leave" }]);
  assertEquals(countWatching(left.room), 1);
  const last = play(["a", speak], ["b", speak], ["a", players(1)], ["a", players(0)]);
  assertEquals(last.mail, ["a audience  by a:1", "b audience  by a:1"]);
});

Deno.test("WatchedRoom: a viewer that gets nothing of a speaker says so to all, until it leaves", () => {
  const avoid = (speaker?: string) =>
    ({ type: "client-avoid", ...(speaker ? { speaker } : {}) }) as const;
  const before = [["a", speak], ["v", watch], ["v", avoid("a")]] as const;
  const { room, mail } = play(...before);
  assertEquals([...room.avoids], [["v", "a"]]);
  assertEquals(mail, ["a audience v by ", "v audience v by "]);
  assertEquals(play(...before, ["v", avoid("a")]).mail, []);
  assertEquals(play(...before, ["a", avoid("v")]).mail, [], "speakers avoid nobody");
  for (const last of [avoid(), { type: "client-leave" }, watch, speak] as const) {
    assertEquals(play(...before, ["v", last]).room.avoids.size, 0);
  }
});

Deno.test("WatchedRoom: a viewer and a speaker write to each other, two viewers are nobody", () => {
  const before = [["a", speak], ["v", watch], ["w", watch]] as const;
  const call = (to: string) => ({ type: "client-offer", to, sealed }) as const;
  assertEquals(play(...before, ["v", call("a")]).mail, ["a client-offer v"]);
  assertEquals(play(...before, ["a", call("v")]).mail, ["v client-offer a"]);
  assertEquals(play(...before, ["v", { type: "client-call", to: "a" }]).mail, ["a client-call v"]);
  for (const [from, to] of [["v", "w"], ["v", "z"], ["v", "v"], ["z", "v"]] as const) {
    assertEquals(play(...before, [from, call(to)]).mail, [`${from} no_such_peer`]);
  }
});

Deno.test("WatchedRoom: who is let in to speak leaves the audience, and the other way round", () => {
  const spoken = play(["a", speak], ["v", watch], ["v", speak]);
  assertEquals([...spoken.room.speakers.keys(), spoken.room.viewers.size], ["a", "v", 0]);
  assertEquals(spoken.mail, [
    "v welcome a",
    "a client-call v",
    "a audience  by ",
    "v audience  by ",
  ]);
  const watched = play(["a", speak], ["v", speak], ["v", watch]);
  assertEquals([...watched.room.speakers.keys()], ["a"]);
  assertEquals(watched.mail, [
    "a client-leave v",
    "v welcome ",
    "a audience v by ",
    "v audience v by ",
  ]);
});
