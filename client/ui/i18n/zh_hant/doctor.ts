import type { DoctorWords } from "../en/doctor.ts";

/** Every verdict of `deno task doctor`, in Traditional Chinese. */
export const doctor: DoctorWords = {
  settings_bad: "設定有誤：{problem}。",
  settings_ok: "設定可以讀取。",

  compose_read:
    "這些是 compose.yaml 的設定，從外部檢查。`docker compose --env-file deploy/visavis.env -f deploy/compose.yaml exec app1 deno run -A routes/doctor/doctor.ts --inside` 檢查只有它的網路裡才連得到的：連接埠、匯流排、記憶體。",

  port_free: "{at}：連接埠可以使用。",
  port_serving: "{at}：伺服器有回應。",
  port_degraded: "{at}：伺服器有回應，但有問題：{why}。",
  port_taken: "{at}：連接埠由其他程式佔用。請停止那個程式，或改設 PORT。",
  port_denied:
    "{at}：無法在這裡接聽（{why}）。HOST 必須是本機的位址；1024 以下的連接埠需要額外的權限。",

  tls_none: "沒有設定憑證。瀏覽器只讓 https: 頁面使用攝影機，所以前面必須有支援 TLS 的代理伺服器。",
  tls_ok: "憑證包含 {names}，有效期限到 {until}。",
  tls_unreadable: "無法讀取 TLS_CERT 和 TLS_KEY（{why}）。",
  tls_key: "TLS_KEY 不是 TLS_CERT 的私密金鑰。",
  tls_expired: "憑證已於 {until} 到期。請更新。",
  tls_early: "憑證從 {from} 起才有效。本機的時鐘準確嗎？",
  tls_soon: "憑證將於 {until} 到期。請盡快更新。",
  tls_name: "憑證不包含 {name}，只包含 {names}。",

  host_dns: "{host} 列在 PUBLIC_HOSTS，但 DNS 裡沒有它的位址。",
  host_ok: "{host} 連到這個服務。",
  host_plain: "{host} 只能以 http: 連到這個服務。瀏覽器只讓 https: 頁面使用攝影機。",
  host_silent: "從這裡連線到 {host} 沒有回應（{why}）。",
  host_other: "{host} 連到別的地方：它的 /healthz 回應 {status}。",

  turn_none: "沒有設定 TURN。有些人之間會無法接通。",
  turn_dns: "{at}：DNS 裡沒有這個名稱的位址。",
  turn_address:
    "{at}：這個名稱的這個位址沒有回應，另一個位址可用，瀏覽器會改用它。請讓 TURN 也在這裡接聽，或從 DNS 移除這個位址。",
  turn_udp_silent: "{at}：UDP 沒有回應。TURN 在執行嗎？防火牆放行 UDP 嗎？",
  turn_closed: "{at}：無法連線。TURN 在執行嗎？防火牆放行 TCP 嗎？",
  turn_silent: "{at}：接受連線，但沒有回應。",
  turn_foreign: "{at}：在那裡回應的不是 TURN。",
  turn_dtls: "{at}：這是 DTLS，沒有瀏覽器用它連線到 TURN。請移除。",
  turn_tls_expired: "{at}：TURN 的憑證已到期。",
  turn_tls_name: "{at}：TURN 的憑證屬於別的名稱。",
  turn_tls_untrusted: "{at}：TURN 的憑證由不受信任的機構簽發，或缺少中繼憑證。",
  turn_tls: "{at}：TURN 在這裡不使用 TLS（{why}）。",
  turn_open: "{at}：TURN 不要密碼，替任何人轉送。請為 coturn 設定 use-auth-secret。",
  turn_secret:
    "{at}：TURN 有回應但拒絕密碼（401）：伺服器的 TURN_SECRET 與 coturn 的 static-auth-secret 不一致。",
  turn_password:
    "{at}：TURN 有回應但拒絕密碼（401）：TURN_USERNAME 和 TURN_PASSWORD 與 TURN 的不符。",
  turn_issued: "{at}：TURN 有回應但拒絕簽發者給的憑據（401）。",
  turn_expired: "{at}：TURN 有回應但拒絕密碼（401）：它已於 {until} 到期。",
  turn_clock:
    "{at}：TURN 認得密鑰，但認為密碼已到期（401）：它的時鐘比本機快十分鐘以上。請用 NTP 校正兩邊的時鐘。",
  turn_new_unknown:
    "{at}：TURN 拒絕 TURN_SECRET 裡的第一個密鑰，接受第二個。請把第一個也給 coturn，或在那之前讓第二個排在前面。",
  turn_old_unknown:
    "{at}：TURN 接受 TURN_SECRET 裡的第一個密鑰，不接受第二個。更換結束後請移除第二個。",
  turn_quota: "{at}：TURN 的配置已用完（486）：達到 coturn 的 user-quota 或 total-quota。",
  turn_capacity: "{at}：TURN 的連接埠或頻寬已用完（508）。",
  turn_error: "{at}：TURN 回應錯誤 {number}。",
  turn_inside: "{at}：TURN 從 {relay} 轉送，外面連不到那裡：coturn 缺少 external-ip。",
  turn_ok: "{at}：用簽發的密碼配置成功（{ms} 毫秒）。",
  stun_ok: "{at}：STUN 有回應（{ms} 毫秒）。",
  issuer_ok: "TURN 簽發者有回應。",
  issuer_bad: "沒有 TURN 憑據：{why}。",

  reach_cluster:
    "{setting} 在另一台機器上：`deno task start` 無權連線，會停止啟動；請用 `deno task cluster`，或把那台主機加入 --allow-net。",
  bus_ok: "匯流排 {at} 接受這個服務，並傳遞它的訊息。",
  bus_refused: "匯流排 {at} 拒絕使用者、密碼或 BUS_CREDS。",
  bus_untrusted: "匯流排 {at} 的憑證不受信任（{why}）。BUS_CA 應該是簽發機構的 PEM。",
  bus_denied:
    "匯流排 {at} 允許連線，但不傳遞訊息（{why}）：這個使用者無權發布和訂閱 visavis.>，或屬於別的帳戶。",
  bus_silent: "無法連線到匯流排 {at}（{why}）。",

  memory_ok: "依 {of}，記憶體有 {limit} MiB，到 {guard} MiB 時啟動保護。",
  memory_short:
    "依 {of}，記憶體只有 {limit} MiB，而保護要到 {guard} MiB 才啟動：系統會先結束程式。請調低 MEMORY_MIB，或提高上限。",
  files_ok: "依 {of}，一個程式可以開啟 {limit} 個檔案。",
  files_few:
    "依 {of}，一個程式只能開啟 {limit} 個檔案，少於 MAX_CONNS（{sockets}）所需。請提高 ulimit -n 或 LimitNOFILE。",
};
