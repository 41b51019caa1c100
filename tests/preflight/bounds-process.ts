// A preflight in a process of its own, so that its memory can be measured.
import { preflight } from "../../preflight";

interface Request {
  readonly image: string;
  readonly timeoutMs: number;
  readonly certificateAuthority: string;
}

process.once("message", ({ image, timeoutMs, certificateAuthority }: Request) => {
  const before = process.memoryUsage.rss();
  let most = 0;
  const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  const started = performance.now();
  void preflight({
    image,
    timeoutMs,
    certificateAuthorities: [certificateAuthority],
    allowLoopbackRedirects: true,
  }).then((report) => {
    clearInterval(sampling);
    // Without what ts-node, which compiles the sources here, takes.
    const megabytes = (Math.max(most, process.memoryUsage.rss()) - before) / 2 ** 20;
    process.send?.({ report, ms: performance.now() - started, megabytes });
  });
});
