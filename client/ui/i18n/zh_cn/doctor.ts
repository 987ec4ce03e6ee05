import type { DoctorWords } from "../en/doctor.ts";

/** Every verdict of `deno task doctor`, in Simplified Chinese. */
export const doctor: DoctorWords = {
  settings_bad: "设置有误：{problem}。",
  settings_ok: "设置可以读取。",

  compose_read:
    "这些是 compose.yaml 的设置，从外部检查。`docker compose --env-file deploy/visavis.env -f deploy/compose.yaml exec app1 deno run -A routes/doctor/doctor.ts --inside` 检查只有它的网络里才够得着的：端口、总线、内存。",

  port_free: "{at}：端口空闲。",
  port_serving: "{at}：服务器有应答。",
  port_degraded: "{at}：服务器有应答，但有问题：{why}。",
  port_taken: "{at}：端口被其他程序占用。请停止它，或另设 PORT。",
  port_denied: "{at}：无法在此监听（{why}）。HOST 须是本机地址；1024 以下的端口需要额外权限。",

  tls_none: "没有设置证书。浏览器只把摄像头交给 https: 页面，所以前面必须有带 TLS 的代理。",
  tls_ok: "证书包含 {names}，有效期至 {until}。",
  tls_unreadable: "无法读取 TLS_CERT 和 TLS_KEY（{why}）。",
  tls_key: "TLS_KEY 不是 TLS_CERT 的私钥。",
  tls_expired: "证书已于 {until} 过期。请更新。",
  tls_early: "证书从 {from} 起才有效。本机时钟准确吗？",
  tls_soon: "证书将于 {until} 过期。请尽快更新。",
  tls_name: "证书不包含 {name}，只包含 {names}。",

  host_dns: "{host} 在 PUBLIC_HOSTS 中，但 DNS 里没有它的地址。",
  host_ok: "{host} 通向本服务。",
  host_plain: "{host} 只能以 http: 通向本服务。浏览器只把摄像头交给 https: 页面。",
  host_silent: "从这里访问 {host} 没有应答（{why}）。",
  host_other: "{host} 通向别处：它的 /healthz 应答 {status}。",

  turn_none: "没有设置 TURN。有些人之间将无法接通。",
  turn_dns: "{at}：DNS 里没有这个名字的地址。",
  turn_address:
    "{at}：该名字的这个地址没有应答，另一个地址可用，浏览器会用可用的那个。请让 TURN 也在此监听，或从 DNS 中去掉该地址。",
  turn_udp_silent: "{at}：UDP 没有应答。TURN 在运行吗？防火墙放行 UDP 吗？",
  turn_closed: "{at}：无法连接。TURN 在运行吗？防火墙放行 TCP 吗？",
  turn_silent: "{at}：接受连接，但不应答。",
  turn_foreign: "{at}：那里应答的不是 TURN。",
  turn_dtls: "{at}：这是 DTLS，没有浏览器用它连接 TURN。请去掉。",
  turn_tls_expired: "{at}：TURN 的证书已过期。",
  turn_tls_name: "{at}：TURN 的证书属于别的名字。",
  turn_tls_untrusted: "{at}：TURN 的证书由不受信任的机构签发，或缺少中间证书。",
  turn_tls: "{at}：TURN 在此不使用 TLS（{why}）。",
  turn_open: "{at}：TURN 不要密码，替任何人转发。请给 coturn 设置 use-auth-secret。",
  turn_secret:
    "{at}：TURN 有应答但拒绝密码（401）：服务器的 TURN_SECRET 与 coturn 的 static-auth-secret 不一致。",
  turn_password:
    "{at}：TURN 有应答但拒绝密码（401）：TURN_USERNAME 和 TURN_PASSWORD 与 TURN 的不符。",
  turn_issued: "{at}：TURN 有应答但拒绝签发方给的凭据（401）。",
  turn_expired: "{at}：TURN 有应答但拒绝密码（401）：它已于 {until} 过期。",
  turn_clock:
    "{at}：TURN 认可密钥，但认为密码已过期（401）：它的时钟比本机快十分钟以上。请用 NTP 校准两边的时钟。",
  turn_new_unknown:
    "{at}：TURN 拒绝 TURN_SECRET 中的第一个密钥，接受第二个。请把第一个也给 coturn，或在此之前让第二个排在前面。",
  turn_old_unknown:
    "{at}：TURN 接受 TURN_SECRET 中的第一个密钥，不接受第二个。更换结束后请去掉第二个。",
  turn_quota: "{at}：TURN 的分配已用完（486）：达到了 coturn 的 user-quota 或 total-quota。",
  turn_capacity: "{at}：TURN 的端口或带宽已用完（508）。",
  turn_error: "{at}：TURN 应答错误 {number}。",
  turn_inside: "{at}：TURN 从 {relay} 转发，外面无法到达：coturn 缺少 external-ip。",
  turn_ok: "{at}：用签发的密码分配成功（{ms} 毫秒）。",
  stun_ok: "{at}：STUN 有应答（{ms} 毫秒）。",
  issuer_ok: "TURN 签发方有应答。",
  issuer_bad: "没有 TURN 凭据：{why}。",

  reach_cluster:
    "{setting} 在另一台机器上：`deno task start` 无权访问，会停止启动；请用 `deno task cluster`，或把该主机加入 --allow-net。",
  bus_ok: "总线 {at} 接受本服务，并传递它的消息。",
  bus_refused: "总线 {at} 拒绝用户、密码或 BUS_CREDS。",
  bus_untrusted: "总线 {at} 的证书不受信任（{why}）。BUS_CA 应为其签发机构的 PEM。",
  bus_denied:
    "总线 {at} 允许连接，但不传递消息（{why}）：该用户无权发布和订阅 visavis.>，或属于别的账户。",
  bus_silent: "无法连接总线 {at}（{why}）。",

  memory_ok: "按 {of}，内存有 {limit} MiB，保护在 {guard} MiB 时动作。",
  memory_short:
    "按 {of}，内存只有 {limit} MiB，而保护要到 {guard} MiB 才动作：系统会先结束进程。请调低 MEMORY_MIB，或提高限额。",
  files_ok: "按 {of}，一个进程可以打开 {limit} 个文件。",
  files_few:
    "按 {of}，一个进程只能打开 {limit} 个文件，少于 MAX_CONNS（{sockets}）所需。请提高 ulimit -n 或 LimitNOFILE。",
};
