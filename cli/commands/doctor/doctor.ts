import { preflight, type PreflightOptions, type PreflightReport } from "../../../preflight";
import { type Credentials, parseReference, printableJson } from "../../../registry-client";
import { EXIT, type Exit } from "../../exit-status";
import { textFormatFor } from "../../report/text-format";
import { dockerCredentials, type DockerEnvironment } from "./docker-credentials";
import { printDiagnosis } from "./print-diagnosis";

/** What the user asks of `doctor`. */
export interface DoctorCommand extends Pick<PreflightOptions, "platform" | "severities" | "vpcCidrBlocks"> {
  /** The image reference. */
  readonly image: string;
  /** Credentials given on the command line; Docker's are used without them. */
  readonly credentials?: Credentials;
  /** Whether to print only the report, as JSON. */
  readonly json: boolean;
}

/** What stands around the command, and differs in tests. */
export interface DoctorEnvironment {
  readonly environment: DockerEnvironment;
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly overrides?: Partial<PreflightOptions>;
}

/**
 * Checks an image from this machine and prints what was found.
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
      // From a laptop or a CI runner the way may lead through a proxy.
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

/** The report, in which a certificate that this machine may well trust is refused with a word on why that does not count. */
function withOwnTrust(report: PreflightReport): PreflightReport {
  const checks = report.checks.map((check) =>
    check.id === "certificate-authority" && check.remedy !== undefined
      ? { ...check, remedy: `${check.remedy}. ${OWN_TRUST}` }
      : check,
  );
  return { ...report, checks };
}

const OWN_TRUST =
  "What this machine trusts beside, by NODE_EXTRA_CA_CERTS or in its own store, does not count here, because SageMaker " +
  "knows nothing of it";

/** How to get the credentials, if there are any. What is wrong with Docker's is for the report. */
async function credentialsFor(
  registry: string,
  repository: string,
  given: Credentials | undefined,
  environment: DockerEnvironment,
): Promise<Pick<PreflightOptions, "getCredentials" | "credentialsOrigin">> {
  const login = registry === "docker.io" ? "docker login" : `docker login ${registry}`;
  const originOf = (name: string) => ({
    name,
    remedy: `Give the right user and password, by \`${login}\` or by --username and --password-stdin`,
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
