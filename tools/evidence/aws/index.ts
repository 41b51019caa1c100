// The one module of the kit that holds the AWS SDK: `npm run build` bundles it, so that users' programs do not depend on it.
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  DescribeModelCommand,
  SageMakerClient,
} from "@aws-sdk/client-sagemaker";
import {
  InvokeEndpointAsyncCommand,
  InvokeEndpointCommand,
  SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { Account, AccountOptions } from "../account";
import type { Invocation } from "../collected";

const CONTENT_TYPE = "application/json";
const POLLING = { milliseconds: 10_000, times: 60 };
/** An answer is quoted no further. */
const QUOTED = 500;

/** Opens the account of the AWS SDK's own credentials: environment, profile, single sign-on, instance. */
export function openAccount({ region, endpoint, polling = POLLING }: AccountOptions): Account {
  const options = {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const logs = new CloudWatchLogsClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: endpoint !== undefined });
  const sageMaker = new SageMakerClient(options);
  const runtime = new SageMakerRuntimeClient(options);

  async function textOf(bucket: string, key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return (key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  }

  /** The text of an object; nothing where there is none yet. */
  async function textAt(uri: string | undefined): Promise<string | undefined> {
    const { host, pathname } = new URL(uri ?? "s3://");
    return host === "" ? undefined : ifThere(textOf(host, decodeURIComponent(pathname.slice(1))));
  }

  return {
    async logLines(group) {
      const lines: { readonly at: number; readonly text: string }[] = [];
      let nextToken: string | undefined;
      do {
        const page = await ifThere(logs.send(new FilterLogEventsCommand({ logGroupName: group, nextToken })));
        for (const { timestamp = 0, message = "" } of page?.events ?? []) {
          lines.push({ at: timestamp, text: message.trimEnd() });
        }
        nextToken = page?.nextToken;
      } while (nextToken !== undefined);
      return lines.sort((one, other) => one.at - other.at).map(({ text }) => text);
    },

    async loadBalancerLines(bucket) {
      const lines: string[] = [];
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: "AWSLogs/",
          ContinuationToken: token,
        });
        const page = await ifThere(s3.send(command));
        for (const { Key: key = "" } of page?.Contents ?? []) {
          // Load balancers also write a file to try whether they may.
          if (key.endsWith(".log.gz")) lines.push(...(await textOf(bucket, key)).split("\n").filter(Boolean));
        }
        token = page?.NextContinuationToken;
      } while (token !== undefined);
      return lines;
    },

    async endpoint(name) {
      const found = await ifThere(sageMaker.send(new DescribeEndpointCommand({ EndpointName: name })));
      if (found?.EndpointStatus === undefined) return undefined;
      const { EndpointStatus: status, FailureReason: failureReason, CreationTime: created } = found;
      return {
        status,
        ...(failureReason === undefined ? {} : { failureReason }),
        ...(created === undefined ? {} : { createdAt: created.getTime() }),
      };
    },

    async modelCreatedAt(name) {
      const found = await ifThere(sageMaker.send(new DescribeModelCommand({ ModelName: name })));
      return found?.CreationTime?.getTime();
    },

    invoke: (name, body, targetModel) =>
      attempt(async () => {
        const { Body } = await runtime.send(
          new InvokeEndpointCommand({
            EndpointName: name,
            Body: Buffer.from(body),
            ContentType: CONTENT_TYPE,
            TargetModel: targetModel,
          }),
        );
        return { answered: true, detail: quote(Buffer.from(Body ?? []).toString("utf8")) };
      }),

    invokeAsync: (name, inputLocation) =>
      attempt(async () => {
        const { OutputLocation, FailureLocation } = await runtime.send(
          new InvokeEndpointAsyncCommand({
            EndpointName: name,
            InputLocation: inputLocation,
            ContentType: CONTENT_TYPE,
          }),
        );
        for (let time = 0; time < polling.times; time++) {
          const [answer, failure] = await Promise.all([textAt(OutputLocation), textAt(FailureLocation)]);
          if (answer !== undefined) return { answered: true, detail: quote(answer) };
          if (failure !== undefined) return { answered: false, detail: quote(failure) };
          await sleep(polling.milliseconds);
        }
        return { answered: false, detail: `there is no answer at ${OutputLocation ?? "any place"} yet` };
      }),

    async deleteEndpoint(name) {
      await ifThere(sageMaker.send(new DeleteEndpointCommand({ EndpointName: name })));
    },

    async deleteLogGroup(name) {
      await ifThere(logs.send(new DeleteLogGroupCommand({ logGroupName: name })));
    },

    close() {
      for (const client of [logs, s3, sageMaker, runtime]) client.destroy();
    },
  };
}

const quote = (text: string): string => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

async function attempt(ask: () => Promise<Invocation>): Promise<Invocation> {
  try {
    return await ask();
  } catch (error) {
    return {
      answered: false,
      detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
}

/** What AWS answers; nothing where it says that what is asked about is not there. */
async function ifThere<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const { name, message } = error as Error;
    if (/^(ResourceNotFoundException|NoSuchBucket|NoSuchKey|NotFound)$/.test(name)) return undefined;
    // SageMaker has one name for all that is wrong with a request.
    if (name === "ValidationException" && /could not find/i.test(message)) return undefined;
    throw error;
  }
}
