import { X509Certificate } from "node:crypto";
import { checkOfPull } from "../../plan/facts/doctor-report";
import { vpcsOfZone } from "../../plan/network/dns-records";
import { pulls, type RegistryAddress } from "../../plan/models";
import { listenerAt, findRegistry, registrySoftware } from "../../plan/registry/index";
import { hostName, list, text, texts } from "../../plan/values";
import { failed, passed, unknown, type Evidence } from "../../plan/evidence";
import { verdict, type Rule } from "../rule";
import type { RecordedResource, ResourceGraph } from "../../plan/graph";

/** https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html */
export const registryTrustedCertificate: Rule = {
  id: "registry-trusted-certificate",
  title: "The registry's TLS certificate comes from a public certificate authority",
  check: (graph) =>
    verdict(
      pulls(graph).map(({ model, registry }) => {
        if (!isCertifiable(registry.host)) {
          return failed(
            model.resource,
            `names ${registry.host}, for which no public certificate authority issues a certificate`,
            "give the registry a name in a domain that you have registered",
          );
        }
        const location = findRegistry(graph, registry, model.source.vpcId);
        if (location.kind === "load-balancer") return ofLoadBalancer(graph, registry, location.loadBalancer);
        if (registrySoftware(graph, registry).isPublic === true) {
          return passed(undefined, `${registry.host} has a public certificate`);
        }
        return asked(graph, registry, model.resource);
      }),
      "no model pulls an image",
    ),
};

/** What `doctor` saw of the certificate. */
function asked(graph: ResourceGraph, { host, registry }: RegistryAddress, model: RecordedResource): Evidence {
  const checks = ["certificate-authority", "certificate-name", "certificate-expiry"].map((id) =>
    checkOfPull(graph, registry, id),
  );
  const bad = checks.find((check) => check?.status === "failed");
  if (bad !== undefined) {
    return failed(model, `\`doctor\` found: ${bad.seen}`, bad.remedy ?? "run `doctor` again");
  }
  const [authority, name] = checks;
  return authority?.status === "passed" && name?.status === "passed"
    ? passed(undefined, `\`doctor\` found: ${authority.seen}`)
    : unknown(model, `who issued the certificate of ${host}`);
}

function ofLoadBalancer(
  graph: ResourceGraph,
  { host, port }: RegistryAddress,
  loadBalancer: RecordedResource,
): Evidence {
  const listener = listenerAt(graph, loadBalancer, port);
  if (listener === undefined) {
    return failed(
      loadBalancer,
      `has no listener at port ${port}`,
      `add a listener for HTTPS at port ${port}`,
    );
  }
  const protocol = text(listener.inputs.protocol) ?? "none";
  // TLS passes a network load balancer to the registry behind it.
  if (["TCP", "TCP_UDP"].includes(protocol) && loadBalancer.inputs.loadBalancerType === "network") {
    return unknown(listener, `who issued the certificate of the registry to which it passes TLS for ${host}`);
  }
  if (protocol !== "HTTPS" && protocol !== "TLS") {
    return failed(
      listener,
      `speaks ${protocol}, not TLS`,
      "set protocol to HTTPS, with a certificate of ACM",
    );
  }
  const arns = [
    ...texts(listener.inputs.certificateArn),
    ...graph
      .ofType("aws:lb/listenerCertificate:ListenerCertificate")
      .filter(({ inputs }) => inputs.listenerArn === listener.outputs.arn)
      .flatMap(({ inputs }) => texts(inputs.certificateArn)),
  ];
  const certificates = arns.map((arn) => graph.byOutput("aws:acm/certificate:Certificate", "arn", arn));
  const serving = certificates.find((each) => each !== undefined && covers(each, host));
  if (serving !== undefined) return issuer(graph, serving, host);
  const [known] = certificates.filter((each) => each !== undefined);
  if (known === undefined || certificates.includes(undefined)) {
    return unknown(
      listener,
      `who issued the certificate ${arns.join(", ")}, which this program does not make`,
    );
  }
  return failed(known, `does not cover ${host}`, `name ${host} as its domain or as an alternative name`);
}

function issuer(graph: ResourceGraph, certificate: RecordedResource, host: string): Evidence {
  const { inputs } = certificate;
  const remedy = "request a public certificate of ACM, validated in a public zone";
  if (text(inputs.certificateAuthorityArn) !== undefined) {
    return failed(
      certificate,
      "comes from a private certificate authority, which SageMaker does not trust",
      remedy,
    );
  }
  const body = text(inputs.certificateBody);
  if (body !== undefined) {
    return isSelfSigned(body)
      ? failed(certificate, "is self-signed, which SageMaker does not trust", remedy)
      : unknown(certificate, "whether the authority that issued the imported certificate is a public one");
  }
  const validation = list(certificate.outputs.domainValidationOptions).flatMap(({ resourceRecordName }) =>
    texts(resourceRecordName).map(hostName),
  );
  const hidden = graph
    .ofType("aws:route53/record:Record")
    .filter(({ inputs: record }) => validation.includes(hostName(text(record.name) ?? "")))
    .map(({ inputs: record }) => graph.byId(record.zoneId))
    .find((zone) => zone !== undefined && vpcsOfZone(graph, zone).length > 0);
  if (hidden !== undefined) {
    return failed(
      certificate,
      `is validated in the private zone "${hidden.name}", which ACM cannot see, so that it is never issued`,
      "put the validation record into a public zone",
    );
  }
  return passed(certificate, `is a public certificate of ACM for ${host}`);
}

/**
 * Whether a public authority can certify a name: none of a single label, or in a domain that is no public one.
 * https://cabforum.org/working-groups/server/baseline-requirements/ (internal names)
 */
function isCertifiable(host: string): boolean {
  const name = hostName(host);
  return (
    name.includes(".") &&
    !/\.(local|localhost|localdomain|internal|corp|lan|home|intranet|private|test|invalid|arpa)$/.test(name)
  );
}

function covers(certificate: RecordedResource, host: string): boolean {
  // What an imported certificate covers is in the certificate.
  const { domainName, subjectAlternativeNames } = certificate.inputs;
  const names = [...texts(domainName), ...texts(subjectAlternativeNames)].map(hostName);
  if (names.length === 0) return text(certificate.inputs.certificateBody) !== undefined;
  const parent = host.slice(host.indexOf(".") + 1);
  return names.some((name) => name === hostName(host) || name === `*.${hostName(parent)}`);
}

function isSelfSigned(body: string): boolean {
  try {
    const certificate = new X509Certificate(body);
    return certificate.issuer === certificate.subject;
  } catch {
    return false;
  }
}
