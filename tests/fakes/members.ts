import "./platform.ts";
import { assert } from "@std/assert";
import { openAgenda } from "../../client/call/room/sending.ts";
import { openConnection } from "../../client/call/connection/connection.ts";
import { openPolicy } from "../../client/call/room/policy.ts";
import { gather } from "../../client/call/room/members.ts";
import type { Sealed } from "../../client/call/messages/negotiation.ts";
import { keepSpare } from "../../client/call/connection/prepared_connection.ts";
import type { ChatLine, Remark } from "../../client/state/call_state.ts";
import type { Tracks } from "../../client/call/media/slots.ts";
import { fakeClock, turn } from "./clock.ts";
import { DIGESTS, letter } from "./peer_pair.ts";
export { DIGESTS };
import { Ether, type FakeRtc } from "./rtc.ts";

const NOTHING: Sealed = { kind: "client-candidate", body: { pc: "", candidates: [] } };
/** What everybody here says about itself. */
export const ABOUT = { name: "Me", mic: true, camera: true, screen: false, hand: false };

/** The crowd around "a", who offers to everybody. */
export function crowd(given: Tracks = { mic: null, camera: null, screen: null }) {
  let tracks = given;
  const clock = fakeClock();
  const ether = new Ether();
  const life = new AbortController();
  const sent: { to: string; sealed: Sealed }[] = [];
  const chat: ChatLine[] = [];
  const remarks: Remark[] = [];
  const delivered: string[] = [];
  const alarms: string[] = [];
  const passed: string[] = [];
  const asked: string[] = [];
  const count = { changed: 0 };
  const agenda = openAgenda();
  const policy = openPolicy({
    connected: (id) => around.participants().some((one) => (id ?? one.id) === one.id),
    again: () => {},
  });
  let seq = 0;
  const ready = () => null;
  const open = (pc?: string) =>
    openConnection({ ...ether, config: {}, later: clock.later, ...(pc ? { pc } : {}) });
  const around = gather({
    me: "a",
    agenda,
    policy,
    later: clock.later,
    now: clock.now,
    elapsed: clock.now,
    delivered: (key) => delivered.push(key),
    pass: (sender, { to }) => passed.push(`${sender} ${to}`),
    tracks: () => tracks,
    about: () => ({ ...ABOUT, screen: tracks.screen !== null }),
    changed: () => count.changed++,
    chat: (line) => chat.push(line),
    remark: (remark) => remarks.push(remark),
    signal: life.signal,
    spare: keepSpare({ open, ready, later: clock.later, signal: life.signal }),
    open,
    ready,
    digests: DIGESTS,
    hello: letter("a", NOTHING).hello,
    alarm: (name, by) => alarms.push(by === null ? name : `${name} by ${by}`),
    send: (to, _session, sealed) => sent.push({ to, sealed }),
    ask: (to) => void asked.push(to),
    wired: () => true,
  });

  /** Offers to `id`, and hears its answer. */
  async function answered(
    id: string,
    name = id.toUpperCase(),
    secret = `secret of ${id}`,
  ): Promise<FakeRtc> {
    around.of(id)?.restart();
    const rtc = ether.last();
    await turn();
    await clock.pass(50);
    const offered = sent.filter(({ to }) => to === id).at(-1)?.sealed.body;
    assert(offered && "sdp" in offered);
    const body = {
      pc: offered.pc,
      sdp: `answer ${id}`,
      commit: await DIGESTS.commit(secret),
      offer: await DIGESTS.offer(offered.sdp),
      about: { ...ABOUT, name },
    };
    const { hello } = letter(id, { kind: "client-answer", body });
    await around.hear(id, { hello, seq: ++seq, sealed: { kind: "client-answer", body } });
    return rtc;
  }

  async function connect(id: string, name?: string, secret?: string): Promise<FakeRtc> {
    const rtc = await answered(id, name, secret);
    rtc.become("connected");
    await turn();
    return rtc;
  }
  /** The devices give something else from now on. */
  function gives(next: Partial<Tracks>): void {
    tracks = { ...tracks, ...next };
    around.resend();
  }
  const told = () => around.participants().map(({ id, connection }) => `${id} ${connection}`);
  return {
    ...{ clock, ether, life, chat, remarks, delivered, passed, asked, sent, alarms, count },
    ...{ around, agenda, policy, answered, connect, gives, told },
  };
}
