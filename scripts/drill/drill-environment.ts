import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RegistryEndpoint } from "../../components/registry-host/configuration";
import type { RegistryUser } from "../../components/registry-host/htpasswd";
import { freePort } from "../../cli/local/loopback";
import { CertificateAuthority } from "../../cli/local/embedded-registry/certificates";
import { type MotoServer, startMotoServer } from "../../tests/support/moto-server";
import type { Access } from "./drill-clients";
import { Network } from "./network";
import { RegistryService } from "./registry-service";
import { BUCKET, type TaskSettings } from "./registry-task";

/** Tasks of the service that serves images: the fewest that `RegistryHost` deploys. */
const PULL_TASKS = 2;
const HOST = "127.0.0.1";

/**
 * A registry as `RegistryHost` deploys it, on loopback: two tasks that serve images and one that takes them, behind a load balancer,
 * with moto's S3 behind a proxy that can cut it off.
 */
export class DrillEnvironment {
  readonly network: Network;
  readonly pullService: RegistryService;
  readonly pushService: RegistryService;

  private constructor(
    private readonly folder: string,
    /** moto itself, which nothing cuts off. */
    readonly s3: MotoServer,
    settings: ConstructorParameters<typeof Network>[0],
    private readonly users: Readonly<Record<RegistryEndpoint, RegistryUser>>,
    private readonly certificateAuthority: string,
  ) {
    this.network = new Network(settings);
    this.ports = settings.listeners;
    this.s3Url = `http://${HOST}:${settings.gatePort}`;
    this.pullService = new RegistryService(this.network, this.taskSettings("pull"), PULL_TASKS);
    this.pushService = new RegistryService(this.network, this.taskSettings("push", HTTP_SECRET), 1);
  }

  private readonly ports: Readonly<Record<RegistryEndpoint, number>>;
  private readonly s3Url: string;

  /** `undefined` where moto is not installed. */
  static async start(): Promise<DrillEnvironment | undefined> {
    const s3 = await startMotoServer();
    if (s3 === undefined) return undefined;
    const authority = new CertificateAuthority();
    const environment = new DrillEnvironment(
      mkdtempSync(join(tmpdir(), "drill-")),
      s3,
      {
        certificate: authority.issue({ names: [HOST] }),
        listeners: { pull: await freePort(), push: await freePort() },
        gatePort: await freePort(),
        s3Port: Number(new URL(s3.url).port),
      },
      { pull: newUser("pull-a"), push: newUser("push") },
      authority.certificate,
    );
    try {
      const created = await fetch(`${s3.url}/${BUCKET}`, { method: "PUT" });
      if (!created.ok) throw new Error(`moto made no bucket: ${created.status}`);
      await environment.startAll();
    } catch (error) {
      await environment.stop();
      throw error;
    }
    return environment;
  }

  /** What a client needs to reach a service through the load balancer. */
  access(service: RegistryEndpoint): Access {
    return {
      host: `${HOST}:${this.ports[service]}`,
      certificateAuthority: this.certificateAuthority,
      user: this.users[service],
    };
  }

  /** A second task that takes images, with another key for uploads than the first. */
  serviceWithWrongSecret(): RegistryService {
    return new RegistryService(this.network, this.taskSettings("push", randomBytes(32).toString("hex")), 1);
  }

  async startAll(): Promise<void> {
    await this.network.start();
    await Promise.all([this.pullService.start(), this.pushService.start()]);
  }

  /** Ends everything but S3, as a restart of the whole service does. */
  async stopAll(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    await Promise.all([this.pullService.stop(signal), this.pushService.stop(signal)]);
    await this.network.stop();
  }

  async stop(): Promise<void> {
    await this.stopAll("SIGKILL");
    await this.s3.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private taskSettings(service: RegistryEndpoint, httpSecret?: string): TaskSettings {
    const { folder, s3Url } = this;
    return { service, users: [this.users[service]], httpSecret, storage: { s3Url }, folder };
  }
}

const HTTP_SECRET = randomBytes(32).toString("hex");

export function newUser(username: string): RegistryUser {
  return {
    username,
    password: randomBytes(16).toString("hex"),
    salt: randomBytes(16).toString("base64"),
  };
}
