import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Architecture, ArchitectureEdge, ArchitectureNode } from "../../cli/graph/architecture";
import type { Report } from "../../cli/report/report";

/** What would break out of HTML, SVG, Mermaid and attributes where it is not escaped. */
export const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;\`\${1}]]-->{{}}|"end"\n# 1. **x** \u0007`;

const DIGEST = `sha256:${"c".repeat(64)}`;

/** A report in which every step was done, with one requirement of each status. */
export function wholeReport(text = "fine"): Report {
  const subject = { urn: "urn:r", type: "aws:ec2/securityGroup:SecurityGroup", name: text };
  const pulling = { image: text, platform: "linux/amd64" };
  const requirement = (status: "passed" | "failed" | "unknown" | "not-applicable") => ({
    id: `rule-${status}`,
    title: `The rule that is ${status}: ${text}`,
    passed: status === "passed" || status === "not-applicable",
    status,
    level: "required" as const,
    severity: "error" as const,
    outcome: status,
    evidence: [
      { status, resource: subject, seen: text, ...(status === "failed" ? { remedy: `do: ${text}` } : {}) },
    ],
  });
  return {
    resources: [],
    requirements: (["passed", "not-applicable", "unknown", "failed"] as const).map(requirement),
    outputs: { name: text, list: [text], nothing: null },
    pull: {
      registry: {
        kind: "distribution",
        version: "3.1.2",
        hostname: "registry.example.com",
        differences: [text],
      },
      actions: [
        { id: "start", ...pulling, title: text, status: "passed", seen: text, startMs: 0, ms: 120 },
        {
          id: "publish",
          ...pulling,
          title: "Publish",
          status: "passed",
          seen: text,
          resource: text,
          startMs: 120,
          ms: 380,
        },
        {
          id: "pull",
          ...pulling,
          title: "Pull",
          status: "failed",
          seen: text,
          remedy: text,
          startMs: 500,
          ms: 500,
        },
      ],
      requests: [
        {
          action: "publish",
          method: "PUT",
          url: `https://registry.example.com/v2/${text}`,
          status: 201,
          bytes: 2_097_152,
          startMs: 150,
          ms: 250,
        },
        {
          action: "pull",
          method: "GET",
          url: `https://registry.example.com/v2/blobs/${DIGEST}`,
          status: 401,
          bytes: 10,
          startMs: 500,
          ms: 5,
        },
        {
          action: "pull",
          method: "GET",
          url: "https://registry.example.com/v2/none",
          bytes: 0,
          startMs: 900,
          ms: 100,
        },
      ],
      preflights: [
        {
          passed: false,
          image: text,
          checks: [
            {
              id: "manifest",
              title: `passes ${text}`,
              status: "passed",
              severity: "error",
              seen: text,
              ms: 1,
            },
            {
              id: "blobs",
              title: `fails ${text}`,
              status: "failed",
              severity: "error",
              seen: text,
              remedy: text,
              ms: 1500,
            },
            {
              id: "redirects",
              title: `warns ${text}`,
              status: "warned",
              severity: "warning",
              seen: text,
              ms: 0.24,
            },
          ],
          summary: text,
          ms: 90_500,
        },
      ],
      images: [
        {
          reference: text,
          planned: text,
          platform: "linux/amd64",
          digest: DIGEST,
          mediaType: "application/x",
          sizeInBytes: 1536,
          layers: 2,
          standIn: text,
        },
      ],
    },
    serve: {
      status: "passed",
      runtime: "process",
      seen: text,
      pingMs: 40,
      invocation: {
        contentType: "text/csv",
        payload: text,
        status: 200,
        answerContentType: "text/plain",
        answer: text,
        ms: 12,
      },
      ms: 60,
    },
    cost: {
      currency: "USD",
      source: text,
      hoursPerMonth: 730,
      items: [
        {
          resource: "large",
          type: "aws:lb/loadBalancer:LoadBalancer",
          what: text,
          quantity: 730,
          unit: "hour",
          unitPrice: 0.0225,
          monthly: 16.425,
          price: "alb.hour",
        },
        {
          resource: "small",
          type: "aws:cloudwatch/metricAlarm:MetricAlarm",
          what: text,
          quantity: 1,
          unit: "month",
          unitPrice: 0.1,
          monthly: 0.1,
          price: "alarm.month",
        },
      ],
      total: 16.525,
      unpriced: [{ resource: text, reason: text }],
      alternatives: [{ title: text, total: 32.85, planTotal: 49.375, note: text }],
      notIncluded: [text],
    },
  };
}

/** A small architecture with a text in every place that has one. */
export function architectureWith(text: string): Architecture {
  const node = (id: string, kind: ArchitectureNode["kind"], parent?: string): ArchitectureNode => ({
    id: `${id}${text}`,
    kind,
    caption: text,
    label: text,
    details: [text, text.repeat(4)],
    exists: kind === "role",
    ...(parent === undefined ? {} : { parent: `${parent}${text}` }),
  });
  const edge = (from: string, to: string, status: ArchitectureEdge["status"]): ArchitectureEdge => ({
    id: `${from}${to}${text}`,
    from: `${from}${text}`,
    to: `${to}${text}`,
    kind: "network",
    label: text,
    status,
    reason: text,
  });
  return {
    nodes: [
      node("region", "region"),
      node("vpc", "vpc", "region"),
      node("subnets", "subnets", "vpc"),
      node("subnet", "subnet", "subnets"),
      node("model", "model", "subnets"),
      node("function", "function", "vpc"),
      node("role", "role", "region"),
    ],
    edges: [
      edge("model", "function", "open"),
      edge("function", "role", "blocked"),
      edge("model", "role", "unknown"),
    ],
  };
}

/** The path of Chromium, where it is installed. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders
    .flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}
