import "./platform.ts";
import { assert } from "@std/assert";
import { createMembers } from "../../client/call/room/members.ts";
import type { NegotiationMessage } from "../../client/call/messages/negotiation.ts";
import type { ChatLine, Toast } from "../../client/state/call_state.ts";
import type { Tracks } from "../../client/call/media/slots.ts";
import { fakeClock, turn } from "./clock.ts";
import { fakeConnections, fakePolicy } from "./connections.ts";
import { DIGESTS, envelopeOf } from "./peer_pair.ts";
export { DIGESTS };
import { type FakeRtc, FakeRtcs } from "./rtc.ts";

const NOTHING: NegotiationMessage = {
  kind: "client-candidate",
  body: { connection: "", candidates: [] },
};
/** Description that each member here gives of itself. */
export const ABOUT = { name: "Me", mic: true, camera: true, screen: false, hand: false };

/** The room of "a", who offers to everybody. */
export function fakeRoom(given: Tracks = { mic: null, camera: null, screen: null }) {
  let tracks = given;
  const clock = fakeClock();
  const rtcs = new FakeRtcs();
  const life = new AbortController();
  const sent: { to: string; sealed: NegotiationMessage }[] = [];
  const chat: ChatLine[] = [];
  const toasts: Toast[] = [];
  const delivered: string[] = [];
  const alarms: string[] = [];
  const forwarded: string[] = [];
  const asked: string[] = [];
  const count = { changed: 0 };
  const policy = fakePolicy(() => members.participants().map(({ id }) => id));
  let seq = 0;
  const members = createMembers({
    me: "a",
    session: envelopeOf("a", NOTHING).session,
    clock: { later: clock.later, now: clock.now, elapsed: clock.now },
    connections: fakeConnections(rtcs, clock, life.signal),
    digests: DIGESTS,
    delivery: {
      send: (to, _session, sealed) => sent.push({ to, sealed }),
      requestOffer: (to) => void asked.push(to),
      isOpen: () => true,
      forward: (sender, { to }) => forwarded.push(`${sender} ${to}`),
    },
    policy,
    events: {
      changed: () => count.changed++,
      chat: (line) => chat.push(line),
      delivered: (key) => delivered.push(key),
      toast: (remark) => toasts.push(remark),
      alarm: (name, by) => alarms.push(by === null ? name : `${name} by ${by}`),
    },
    signal: life.signal,
  });
  members.announce({ ...ABOUT, screen: tracks.screen !== null });
  members.send(tracks);

  /** Offers to `id`, and hears its answer. */
  async function answered(
    id: string,
    name = id.toUpperCase(),
    secret = `secret of ${id}`,
  ): Promise<FakeRtc> {
    members.ensure(id)?.reconnect();
    const rtc = rtcs.last();
    await turn();
    await clock.pass(50);
    const offered = sent.filter(({ to }) => to === id).at(-1)?.sealed.body;
    assert(offered && "sdp" in offered);
    const body = {
      connection: offered.connection,
      sdp: `answer ${id}`,
      commit: await DIGESTS.commit(secret),
      offer: await DIGESTS.offer(offered.sdp),
      about: { ...ABOUT, name },
    };
    const { session: sessionInfo } = envelopeOf(id, { kind: "client-answer", body });
    await members.receive(id, {
      session: sessionInfo,
      seq: ++seq,
      message: { kind: "client-answer", body },
    });
    return rtc;
  }

  async function connect(id: string, name?: string, secret?: string): Promise<FakeRtc> {
    const rtc = await answered(id, name, secret);
    rtc.become("connected");
    await turn();
    return rtc;
  }
  /** The devices give something else from now on. */
  function replaceTracks(next: Partial<Tracks>): void {
    tracks = { ...tracks, ...next };
    members.announce({ ...ABOUT, screen: tracks.screen !== null });
    members.send(tracks);
  }
  const told = () => members.participants().map(({ id, connection }) => `${id} ${connection}`);
  return {
    ...{ clock, rtcs, life, chat, toasts, delivered, forwarded, asked, sent, alarms, count },
    ...{ members, policy, answered, connect, replaceTracks, told },
  };
}
