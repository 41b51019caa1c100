// What a program with many ModelEndpoints takes to evaluate, against one that makes the same resources one by one.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ModelEndpoint } from "../../components/model-endpoint";
import { median, type Measurement } from "../measurement";

const FEW = 100;
const MANY = 1000;
/** Of few endpoints, which take a second; each round measures both forms, one right after the other. */
const ROUNDS = 15;
const MANY_RUNS = 5;

type Form = "component" | "raw";

const MEASURE = "--measure";
const ACCESS = {
  executionRoleArn: "arn:aws:iam::123456789012:role/models",
  subnetIds: ["subnet-a", "subnet-b"],
  securityGroupIds: ["sg-1"],
  credentialsProviderArn: "arn:aws:lambda:eu-west-1:123456789012:function:credentials",
};
const image = (index: number): string =>
  `registry.example.com/ml/model-${index}@sha256:${index.toString(16).padStart(64, "0")}`;
const environment = { WORKERS: "2", LOG_LEVEL: "info" };
const tags = { team: "ml" };

/** An endpoint as a user of the component writes it. */
function withComponent(index: number): void {
  new ModelEndpoint(`endpoint-${index}`, {
    ...ACCESS,
    image: image(index),
    environment,
    instanceType: "ml.m5.large",
    tags,
  });
}

/** The same endpoint out of resources. */
function withResources(index: number): void {
  const name = `endpoint-${index}`;
  const model = new aws.sagemaker.Model(`${name}-model`, {
    executionRoleArn: ACCESS.executionRoleArn,
    primaryContainer: {
      image: image(index),
      environment,
      imageConfig: {
        repositoryAccessMode: "Vpc",
        repositoryAuthConfig: { repositoryCredentialsProviderArn: ACCESS.credentialsProviderArn },
      },
    },
    vpcConfig: { subnets: ACCESS.subnetIds, securityGroupIds: ACCESS.securityGroupIds },
    tags,
  });
  const configuration = new aws.sagemaker.EndpointConfiguration(`${name}-config`, {
    productionVariants: [
      {
        variantName: "AllTraffic",
        modelName: model.name,
        instanceType: "ml.m5.large",
        initialInstanceCount: 1,
      },
    ],
    tags,
  });
  new aws.sagemaker.Endpoint(`${name}-endpoint`, { endpointConfigName: configuration.name, tags });
}

/** Evaluates one program in this process, under Pulumi's mocks: milliseconds of processor time a resource. */
async function evaluate(form: Form, endpoints: number): Promise<number> {
  let resources = 0;
  await pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => {
      resources++;
      return { id: name, state: { name, arn: `arn:${name}`, ...(inputs as Record<string, unknown>) } };
    },
    // Each endpoint runs the configuration of its own name.
    call: ({ inputs }) => {
      const { identifier = "" } = inputs as { identifier?: string };
      const EndpointConfigName = identifier.replace(/^arn:(.*)-endpoint$/, "$1-config");
      return { properties: JSON.stringify({ EndpointConfigName }) };
    },
  });
  // The first resources load the modules.
  withComponent(MANY);
  await pulumi.runtime.disconnect();
  resources = 0;
  const before = process.cpuUsage();
  for (let index = 0; index < endpoints; index++) {
    if (form === "component") withComponent(index);
    else withResources(index);
  }
  await pulumi.runtime.disconnect();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / resources;
}

export function measure(): Promise<Measurement[]> {
  const bundle = bundled();
  const run = (form: Form, endpoints: number): number =>
    Number(execFileSync(process.execPath, [bundle, MEASURE, form, String(endpoints)], { encoding: "utf8" }));
  const rounds = Array.from({ length: ROUNDS }, () => ({
    component: run("component", FEW),
    raw: run("raw", FEW),
  }));
  const many = median(Array.from({ length: MANY_RUNS }, () => run("component", MANY)));
  const component = median(rounds.map((round) => round.component));
  const raw = median(rounds.map((round) => round.raw));
  const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
  return Promise.resolve([
    {
      title: `evaluation of ${FEW} ModelEndpoints, per resource, against raw resources`,
      value: median(rounds.map((round) => round.component / round.raw)),
      bar: 1.3,
      unit: "times",
      detail: `${milliseconds(component)} against ${milliseconds(raw)}; median of ${ROUNDS} pairs of processes`,
    },
    {
      title: `evaluation of ${MANY} ModelEndpoints, per resource, against ${FEW}`,
      value: many / component,
      bar: 1.3,
      unit: "times",
      detail: `${milliseconds(many)} against ${milliseconds(component)}; medians of ${MANY_RUNS} and ${ROUNDS} processes`,
    },
  ]);
}

/** This module as plain JavaScript: what a TypeScript loader adds to every promise is none of the component's. */
function bundled(): string {
  const root = join(__dirname, "..", "..");
  const outfile = join(root, "node_modules", ".cache", "bench", "model-endpoints.js");
  buildSync({ entryPoints: [__filename], bundle: true, platform: "node", packages: "external", outfile });
  return outfile;
}

if (process.argv[2] === MEASURE) {
  void evaluate(process.argv[3] as Form, Number(process.argv[4])).then((milliseconds) => {
    process.stdout.write(String(milliseconds));
  });
}
