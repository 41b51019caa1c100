import { preflight, type PreflightOptions, type PreflightReport } from "../../../preflight";
import { type Credentials, parseReference, printableJson } from "../../../registry-client";
import { EXIT, type Exit } from "../../exit-status";
import { textFormatFor } from "../../report/text-format";
import { dockerCredentials, type DockerEnvironment } from "./docker-credentials";
import { printDiagnosis } from "./print-diagnosis";

/** The settings of the command `doctor`. */
export interface DoctorCommand extends Pick<PreflightOptions, "platform" | "severities" | "vpcCidrBlocks"> {
  /** The image reference. */
  readonly image: string;
  /** Credentials from the command line. Default: Docker's. */
  readonly credentials?: Credentials;
  /** Whether to print only the report, as JSON. */
  readonly json: boolean;
}

/** The environment of the command; tests override it. */
export interface DoctorEnvironment {
  readonly environment: DockerEnvironment;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly overrides?: Partial<PreflightOptions>;
}

/**
 * Checks an image from this machine and prints the report.
 * @throws InvalidReferenceError where the image is no reference
 */
export async function doctorCommand(
  { image, credentials, json, ...options }: DoctorCommand,
  { environment, stdout, overrides }: DoctorEnvironment = {
    environment: process.env,
    stdout: process.stdout,
  },
): Promise<Exit> {
  const { registry, repository } = parseReference(image);
  const report = withOwnTrust(
    await preflight({
      image,
      ...options,
      // A laptop or CI runner may use a proxy.
      environment,
      ...(await credentialsFor(registry, repository, credentials, environment)),
      ...overrides,
    }),
  );
  stdout.write(
    json ? `${printableJson(report)}\n` : `${printDiagnosis(report, textFormatFor(stdout, environment))}\n`,
  );
  return report.passed ? EXIT.ok : EXIT.failed;
}

/** Adds to a refused certificate's remedy that this machine's own trust does not count. */
function withOwnTrust(report: PreflightReport): PreflightReport {
  const checks = report.checks.map((check) =>
    check.id === "certificate-authority" && check.remedy !== undefined
      ? { ...check, remedy: `${check.remedy}. ${OWN_TRUST}` }
      : check,
  );
  return { ...report, checks };
}

const OWN_TRUST =
  "Certificate authorities in NODE_EXTRA_CA_CERTS or in this machine's store do not count, because SageMaker does not " +
  "trust them";

/** The source of the credentials. Problems with Docker's configuration go into the report. */
async function credentialsFor(
  registry: string,
  repository: string,
  given: Credentials | undefined,
  environment: DockerEnvironment,
): Promise<Pick<PreflightOptions, "getCredentials" | "credentialsOrigin">> {
  const login = registry === "docker.io" ? "docker login" : `docker login ${registry}`;
  const originOf = (name: string) => ({
    name,
    remedy: `Pass the right user and password by \`${login}\`, or by --username and --password-stdin`,
  });
  if (given) {
    return { getCredentials: async () => given, credentialsOrigin: originOf("the command line") };
  }
  try {
    const found = await dockerCredentials(`${registry}/${repository}`, environment);
    if (!found) return { credentialsOrigin: originOf("Docker's configuration") };
    return { getCredentials: async () => found.credentials, credentialsOrigin: originOf(found.source) };
  } catch (error) {
    return {
      getCredentials: async () => {
        throw error;
      },
      credentialsOrigin: originOf("Docker's configuration"),
    };
  }
}
