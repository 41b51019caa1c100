import type { Rate, Throughput } from "./throughput";

/** One figure compared with what it must reach. */
export interface Bar {
  readonly title: string;
  readonly value: string;
  readonly bar: string;
  /** Undefined where it could not be measured. */
  readonly isMet: boolean | undefined;
  /** What one request or byte costs, on both sides. */
  readonly reason: string;
}

const REQUESTS_PER_SECOND = 1_000;
const SHARE_OF_NGINX = 0.9;

/** The figures of a measurement, each compared with its bar. */
export function barsOf({
  authentication,
  manifests,
  clients,
  imageBytes,
  registry,
  nginx,
}: Throughput): Bar[] {
  const requests = (title: string, rate: Rate): Bar => ({
    title,
    value: `${Math.round(rate.perSecond)} a second`,
    bar: `${REQUESTS_PER_SECOND} a second`,
    isMet: rate.perSecond >= REQUESTS_PER_SECOND,
    reason: `${cost(rate, 1000, "ms of CPU a request")}: two processors of their own would serve ${Math.round(2 / rate.serverCpu)} a second`,
  });
  const share = nginx === undefined ? NaN : registry.perSecond / nginx.perSecond;
  const perGigabyte = (rate: Rate): string => cost(rate, 1e9, "s of CPU for 1 GB");
  return [
    requests("requests of `/v2/` with a password", authentication),
    requests("requests of a manifest with a password", manifests),
    {
      title: `${clients} clients pull an image of ${Math.round(imageBytes / 1e6)} MB, compared with one nginx`,
      value:
        nginx === undefined
          ? gigabytes(registry)
          : `${share.toFixed(2)} (${gigabytes(registry)} and ${gigabytes(nginx)})`,
      bar: `${SHARE_OF_NGINX}`,
      isMet: nginx === undefined ? undefined : share >= SHARE_OF_NGINX,
      reason:
        nginx === undefined
          ? perGigabyte(registry)
          : `${perGigabyte(registry)}; nginx: ${perGigabyte(nginx)}`,
    },
  ];
}

function gigabytes({ perSecond }: Rate): string {
  return `${(perSecond / 1e9).toFixed(2)} GB/s`;
}

function cost({ serverCpu, clientCpu }: Rate, factor: number, unit: string): string {
  return `${(serverCpu * factor).toFixed(2)} ${unit}, and ${(clientCpu * factor).toFixed(2)} of the load generators`;
}
