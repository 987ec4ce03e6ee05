/** All is well, somebody should look, or it does not work. */
export type Level = "fine" | "look" | "broken";

/** Every verdict: how bad it is, and what to say, in English and in Chinese. */
export const VERDICTS = {
  settings_bad: ["broken", "Settings: {problem}.", "设置有误：{problem}。"],
  settings_ok: ["fine", "The settings can be read.", "设置可以读取。"],

  compose_read: [
    "look",
    "These are the settings of compose.yaml, tried from outside. `docker compose --env-file deploy/visavis.env -f deploy/compose.yaml exec app1 deno run -A routes/doctor/doctor.ts --inside` tries what only its network reaches: port, bus, memory.",
    "这些是 compose.yaml 的设置，从外部检查。`docker compose --env-file deploy/visavis.env -f deploy/compose.yaml exec app1 deno run -A routes/doctor/doctor.ts --inside` 检查只有它的网络里才够得着的：端口、总线、内存。",
  ],

  port_free: ["fine", "{at}: the port is free.", "{at}：端口空闲。"],
  port_serving: ["fine", "{at}: the server answers.", "{at}：服务器有应答。"],
  port_degraded: [
    "look",
    "{at}: the server answers, but not all is well: {why}.",
    "{at}：服务器有应答，但有问题：{why}。",
  ],
  port_taken: [
    "broken",
    "{at}: another program has this port. Stop it, or set another PORT.",
    "{at}：端口被其他程序占用。请停止它，或另设 PORT。",
  ],
  port_denied: [
    "broken",
    "{at}: nothing can listen here ({why}). Set HOST to an address of this machine; ports below 1024 need a right of their own.",
    "{at}：无法在此监听（{why}）。HOST 须是本机地址；1024 以下的端口需要额外权限。",
  ],

  tls_none: [
    "look",
    "No certificate is set. Browsers give a camera only to https: pages, so there must be a proxy with TLS in front.",
    "没有设置证书。浏览器只把摄像头交给 https: 页面，所以前面必须有带 TLS 的代理。",
  ],
  tls_ok: [
    "fine",
    "The certificate names {names} and is good until {until}.",
    "证书包含 {names}，有效期至 {until}。",
  ],
  tls_unreadable: [
    "broken",
    "TLS_CERT and TLS_KEY cannot be read ({why}).",
    "无法读取 TLS_CERT 和 TLS_KEY（{why}）。",
  ],
  tls_key: ["broken", "TLS_KEY is not the key of TLS_CERT.", "TLS_KEY 不是 TLS_CERT 的私钥。"],
  tls_expired: [
    "broken",
    "The certificate has run out on {until}. Renew it.",
    "证书已于 {until} 过期。请更新。",
  ],
  tls_early: [
    "broken",
    "The certificate is good only from {from} on. Is this machine's clock right?",
    "证书从 {from} 起才有效。本机时钟准确吗？",
  ],
  tls_soon: [
    "look",
    "The certificate runs out on {until}. Renew it soon.",
    "证书将于 {until} 过期。请尽快更新。",
  ],
  tls_name: [
    "broken",
    "The certificate does not name {name}; it names {names}.",
    "证书不包含 {name}，只包含 {names}。",
  ],

  host_dns: [
    "broken",
    "{host} stands in PUBLIC_HOSTS and has no address in DNS.",
    "{host} 在 PUBLIC_HOSTS 中，但 DNS 里没有它的地址。",
  ],
  host_ok: ["fine", "{host} leads to this service.", "{host} 通向本服务。"],
  host_plain: [
    "look",
    "{host} leads to this service by http: alone. Browsers give a camera only to https: pages.",
    "{host} 只能以 http: 通向本服务。浏览器只把摄像头交给 https: 页面。",
  ],
  host_silent: [
    "look",
    "{host} does not answer from here ({why}).",
    "从这里访问 {host} 没有应答（{why}）。",
  ],
  host_other: [
    "broken",
    "{host} leads somewhere else: its /healthz answers {status}.",
    "{host} 通向别处：它的 /healthz 应答 {status}。",
  ],

  turn_none: [
    "look",
    "No TURN is set. Some pairs of people will not be able to connect.",
    "没有设置 TURN。有些人之间将无法接通。",
  ],
  turn_dns: [
    "broken",
    "{at}: the name has no address in DNS.",
    "{at}：DNS 里没有这个名字的地址。",
  ],
  turn_address: [
    "look",
    "{at}: nothing answers at this address of the name, and another one works. Browsers take that; let TURN listen here too, or take the address out of DNS.",
    "{at}：该名字的这个地址没有应答，另一个地址可用，浏览器会用可用的那个。请让 TURN 也在此监听，或从 DNS 中去掉该地址。",
  ],
  turn_udp_silent: [
    "broken",
    "{at}: nothing answers by UDP. Is TURN running, and does the firewall let UDP through?",
    "{at}：UDP 没有应答。TURN 在运行吗？防火墙放行 UDP 吗？",
  ],
  turn_closed: [
    "broken",
    "{at}: no connection. Is TURN running, and does the firewall let TCP through?",
    "{at}：无法连接。TURN 在运行吗？防火墙放行 TCP 吗？",
  ],
  turn_silent: [
    "broken",
    "{at}: takes the connection and says nothing.",
    "{at}：接受连接，但不应答。",
  ],
  turn_foreign: [
    "broken",
    "{at}: what answers there is not TURN.",
    "{at}：那里应答的不是 TURN。",
  ],
  turn_dtls: [
    "look",
    "{at}: this is DTLS, which no browser speaks to TURN. Leave it out.",
    "{at}：这是 DTLS，没有浏览器用它连接 TURN。请去掉。",
  ],
  turn_tls_expired: [
    "broken",
    "{at}: TURN's certificate has run out.",
    "{at}：TURN 的证书已过期。",
  ],
  turn_tls_name: [
    "broken",
    "{at}: TURN's certificate is for another name.",
    "{at}：TURN 的证书属于别的名字。",
  ],
  turn_tls_untrusted: [
    "broken",
    "{at}: TURN's certificate comes from an authority that is not trusted, or lacks the intermediate one.",
    "{at}：TURN 的证书由不受信任的机构签发，或缺少中间证书。",
  ],
  turn_tls: [
    "broken",
    "{at}: TURN does not speak TLS here ({why}).",
    "{at}：TURN 在此不使用 TLS（{why}）。",
  ],
  turn_open: [
    "broken",
    "{at}: TURN relays for anybody, without a password. Give coturn use-auth-secret.",
    "{at}：TURN 不要密码，替任何人转发。请给 coturn 设置 use-auth-secret。",
  ],
  turn_secret: [
    "broken",
    "{at}: TURN answers but refuses the password (401): the server's TURN_SECRET and coturn's static-auth-secret differ.",
    "{at}：TURN 有应答但拒绝密码（401）：服务器的 TURN_SECRET 与 coturn 的 static-auth-secret 不一致。",
  ],
  turn_password: [
    "broken",
    "{at}: TURN answers but refuses the password (401): TURN_USERNAME and TURN_PASSWORD are not those of TURN.",
    "{at}：TURN 有应答但拒绝密码（401）：TURN_USERNAME 和 TURN_PASSWORD 与 TURN 的不符。",
  ],
  turn_issued: [
    "broken",
    "{at}: TURN answers but refuses what the issuer gave (401).",
    "{at}：TURN 有应答但拒绝签发方给的凭据（401）。",
  ],
  turn_expired: [
    "broken",
    "{at}: TURN answers but refuses the password (401): it ran out on {until}.",
    "{at}：TURN 有应答但拒绝密码（401）：它已于 {until} 过期。",
  ],
  turn_clock: [
    "broken",
    "{at}: TURN takes the secret but finds the password run out (401): its clock is more than ten minutes ahead of this machine's. Set both by NTP.",
    "{at}：TURN 认可密钥，但认为密码已过期（401）：它的时钟比本机快十分钟以上。请用 NTP 校准两边的时钟。",
  ],
  turn_new_unknown: [
    "broken",
    "{at}: TURN refuses the first secret in TURN_SECRET and takes the second. Give coturn the first one too, or let the second stand first until it has it.",
    "{at}：TURN 拒绝 TURN_SECRET 中的第一个密钥，接受第二个。请把第一个也给 coturn，或在此之前让第二个排在前面。",
  ],
  turn_old_unknown: [
    "look",
    "{at}: TURN takes the first secret in TURN_SECRET and not the second. When the change is over, leave the second out.",
    "{at}：TURN 接受 TURN_SECRET 中的第一个密钥，不接受第二个。更换结束后请去掉第二个。",
  ],
  turn_quota: [
    "broken",
    "{at}: TURN has no allocation left (486): user-quota or total-quota of coturn is reached.",
    "{at}：TURN 的分配已用完（486）：达到了 coturn 的 user-quota 或 total-quota。",
  ],
  turn_capacity: [
    "broken",
    "{at}: TURN has no port or capacity left (508).",
    "{at}：TURN 的端口或带宽已用完（508）。",
  ],
  turn_error: ["broken", "{at}: TURN answers error {number}.", "{at}：TURN 应答错误 {number}。"],
  turn_inside: [
    "broken",
    "{at}: TURN relays from {relay}, which nobody outside can reach: coturn lacks external-ip.",
    "{at}：TURN 从 {relay} 转发，外面无法到达：coturn 缺少 external-ip。",
  ],
  turn_ok: [
    "fine",
    "{at}: an allocation with an issued password works ({ms} ms).",
    "{at}：用签发的密码分配成功（{ms} 毫秒）。",
  ],
  stun_ok: ["fine", "{at}: STUN answers ({ms} ms).", "{at}：STUN 有应答（{ms} 毫秒）。"],
  issuer_ok: ["fine", "The TURN issuer answers.", "TURN 签发方有应答。"],
  issuer_bad: ["broken", "No TURN credentials: {why}.", "没有 TURN 凭据：{why}。"],

  reach_cluster: [
    "look",
    "{setting} is on another machine: `deno task start` may not reach it and stops; start `deno task cluster`, or add the host to --allow-net.",
    "{setting} 在另一台机器上：`deno task start` 无权访问，会停止启动；请用 `deno task cluster`，或把该主机加入 --allow-net。",
  ],
  bus_ok: [
    "fine",
    "The bus at {at} takes this service in, and carries what it says.",
    "总线 {at} 接受本服务，并传递它的消息。",
  ],
  bus_refused: [
    "broken",
    "The bus at {at} refuses the user, the password, or BUS_CREDS.",
    "总线 {at} 拒绝用户、密码或 BUS_CREDS。",
  ],
  bus_untrusted: [
    "broken",
    "The certificate of the bus at {at} is not trusted ({why}). BUS_CA holds the PEM of its authority.",
    "总线 {at} 的证书不受信任（{why}）。BUS_CA 应为其签发机构的 PEM。",
  ],
  bus_denied: [
    "broken",
    "The bus at {at} lets this service in and does not carry what it says ({why}): the user may not publish and subscribe to visavis.>, or the account is another one.",
    "总线 {at} 允许连接，但不传递消息（{why}）：该用户无权发布和订阅 visavis.>，或属于别的账户。",
  ],
  bus_silent: [
    "broken",
    "The bus at {at} cannot be reached ({why}).",
    "无法连接总线 {at}（{why}）。",
  ],

  memory_ok: [
    "fine",
    "By {of} there are {limit} MiB of memory, and the guard acts at {guard}.",
    "按 {of}，内存有 {limit} MiB，保护在 {guard} MiB 时动作。",
  ],
  memory_short: [
    "broken",
    "By {of} there are only {limit} MiB of memory, but the guard acts at {guard}: the system would end the process first. Lower MEMORY_MIB, or raise the limit.",
    "按 {of}，内存只有 {limit} MiB，而保护要到 {guard} MiB 才动作：系统会先结束进程。请调低 MEMORY_MIB，或提高限额。",
  ],
  files_ok: [
    "fine",
    "By {of} a process may open {limit} files.",
    "按 {of}，一个进程可以打开 {limit} 个文件。",
  ],
  files_few: [
    "look",
    "By {of} a process may open {limit} files, fewer than MAX_CONNS ({most}) needs. Raise ulimit -n, or LimitNOFILE.",
    "按 {of}，一个进程只能打开 {limit} 个文件，少于 MAX_CONNS（{most}）所需。请提高 ulimit -n 或 LimitNOFILE。",
  ],
} as const satisfies Record<string, readonly [Level, string, string]>;

export type Code = keyof typeof VERDICTS;

/** One thing found out. */
export interface Finding {
  readonly code: Code;
  /** What goes into the sentence. Never a secret. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** A finding. */
export function found(code: Code, values: Finding["values"] = {}): Finding {
  return { code, values };
}

/** How bad it is. */
export function levelOf({ code }: Finding): Level {
  return VERDICTS[code][0];
}

/** The sentence for people. */
export function sentence({ code, values }: Finding, language: "en" | "zh"): string {
  const [, en, zh] = VERDICTS[code];
  return (language === "zh" ? zh : en).replace(/\{(\w+)\}/g, (_, name) => `${values[name] ?? ""}`);
}

/** What the runtime says of a failure, on one line. */
export function reason(fault: unknown): string {
  return fault instanceof Error ? fault.message.split("\n")[0] ?? "" : String(fault);
}
