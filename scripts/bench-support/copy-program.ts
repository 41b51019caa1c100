// A process of its own that copies an image into a registry, from another or from an archive, and prints the most memory it had.
import { copyImage, openLocalArchive, RegistryClient, RegistrySource } from "../../registry-client";
import type { CopyReport, CopyTask } from "./copy-process";

async function copy({ from, to, ca }: CopyTask): Promise<CopyReport> {
  const clientOf = (registry: string) =>
    new RegistryClient({ registry, ca, environment: {}, allowLoopbackRedirects: true });
  const target = clientOf(to);
  const destination = { client: target, repository: "large", tag: "v1" };
  if ("archive" in from) {
    const { source, close } = await openLocalArchive(from.archive);
    await copyImage(source, destination, { format: "preserve" });
    await close();
  } else {
    const client = clientOf(from.registry);
    await copyImage(new RegistrySource(client, "large", "v1"), destination, { format: "preserve" });
    client.close();
  }
  target.close();
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return { peakMB: (maxRSS * 1024) / 1e6, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 };
}

void copy(JSON.parse(process.argv[2] ?? "{}") as CopyTask).then((report) =>
  process.stdout.write(JSON.stringify(report)),
);
