// Ends with 0 when the process that listens on PORT (and HOST) says that it is alive. Node alone runs it.
const { PORT: port = '3000', HOST: host = '' } = process.env;
const isAll = ['', '0.0.0.0', '::'].includes(host);
const name = isAll ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
const answer = await fetch(`http://${name}:${port || '3000'}/healthz`, {
  signal: AbortSignal.timeout(3_000),
}).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
