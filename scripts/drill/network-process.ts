// Load balancer and S3 gate of the drill, in a process of their own: `fork` starts it, and messages command it.
import { LoadBalancer } from "./load-balancer";
import type { NetworkCommand, NetworkReply } from "./network";
import { S3FaultProxy } from "./s3-fault-proxy";

let balancer: LoadBalancer | undefined;
let gate: S3FaultProxy | undefined;

async function run(command: NetworkCommand): Promise<void> {
  switch (command.kind) {
    case "start": {
      balancer = new LoadBalancer(command.certificate);
      for (const [group, port] of Object.entries(command.listeners)) await balancer.listen(port, group);
      gate = new S3FaultProxy(command.gatePort, command.s3Port);
      return gate.set("open");
    }
    case "register":
      return balancer?.group(command.group).register(command.port);
    case "deregister":
      return balancer?.group(command.group).deregister(command.port);
    case "gate":
      return gate?.set(command.state);
  }
}

process.on("message", ({ id, command }: { readonly id: number; readonly command: NetworkCommand }) => {
  void run(command).then(
    () => reply({ id }),
    (error: unknown) => reply({ id, error: String(error) }),
  );
});
process.on("disconnect", () => process.exit());

function reply(message: NetworkReply): void {
  process.send?.(message);
}
