import * as http from "node:http";
import { HEALTH_CHECK } from "../../components/registry-host/health-check";

interface Target {
  readonly port: number;
  /** `undefined` until the first health check has ended. */
  isHealthy: boolean | undefined;
  /** Checks in a row that ended like the last one. */
  sameResults: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Target group on loopback, with the health check of the deployed one: a new target is healthy after its first passed check,
 * and takes requests before that only where no target is healthy.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export class TargetGroup {
  private readonly targets = new Map<number, Target>();
  private turn = 0;

  register(port: number): void {
    const target: Target = { port, isHealthy: undefined, sameResults: 0, timer: undefined };
    this.targets.set(port, target);
    void this.check(target);
  }

  /** Ends new requests to a target; those in progress go on. */
  deregister(port: number): void {
    clearTimeout(this.targets.get(port)?.timer);
    this.targets.delete(port);
  }

  /** The port that takes the next request; `undefined` where no target is registered. */
  next(): number | undefined {
    const all = [...this.targets.values()];
    const healthy = all.filter(({ isHealthy }) => isHealthy === true);
    const usable = healthy.length > 0 ? healthy : all;
    return usable[this.turn++ % usable.length]?.port;
  }

  close(): void {
    for (const port of [...this.targets.keys()]) this.deregister(port);
  }

  private async check(target: Target): Promise<void> {
    const passed = await respondsOn(target.port);
    if (this.targets.get(target.port) !== target) return;
    record(target, passed);
    target.timer = setTimeout(() => void this.check(target), HEALTH_CHECK.interval * 1000);
  }
}

function record(target: Target, passed: boolean): void {
  if (target.isHealthy === undefined || target.isHealthy === passed) {
    target.isHealthy = passed;
    target.sameResults = 0;
    return;
  }
  target.sameResults += 1;
  const threshold = passed ? HEALTH_CHECK.healthyThreshold : HEALTH_CHECK.unhealthyThreshold;
  if (target.sameResults < threshold) return;
  target.isHealthy = passed;
  target.sameResults = 0;
}

function respondsOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get(
      {
        host: "127.0.0.1",
        port,
        path: HEALTH_CHECK.path,
        agent: false,
        timeout: HEALTH_CHECK.timeout * 1000,
      },
      (response) => {
        response.resume();
        resolve(String(response.statusCode) === HEALTH_CHECK.matcher);
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
