import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";

/** A Python interpreter of this machine, with the packages of Lambda's runtime. */
export interface Python {
  readonly executable: string;
  /** The folder with the AWS SDK for Python; absent where it is not installed. */
  readonly sdk: string | undefined;
}

/** What Lambda's Python runtime contains. https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html */
const SDK_MODULES = ["boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"];

const FIND = `
import importlib.util, json, os, sys
found = {}
for name in ${JSON.stringify(SDK_MODULES)}:
    spec = importlib.util.find_spec(name)
    if spec and spec.origin:
        found[name] = os.path.dirname(spec.origin) if spec.submodule_search_locations else spec.origin
print(json.dumps([sys.executable, found]))
`;

/**
 * Finds Python, and puts the AWS SDK alone into a folder: other packages of this machine are not in Lambda.
 * @param folder where the SDK goes
 * @returns `undefined` where there is no `python3` on the PATH
 */
export async function findPython(
  environment: NodeJS.ProcessEnv,
  folder: string,
): Promise<Python | undefined> {
  let executable: string;
  let modules: Readonly<Record<string, string>>;
  try {
    const { stdout } = await promisify(execFile)("python3", ["-c", FIND], { env: environment });
    [executable, modules] = JSON.parse(stdout) as [string, Record<string, string>];
  } catch {
    return undefined;
  }
  for (const path of Object.values(modules)) symlinkSync(path, join(folder, basename(path)));
  return { executable, sdk: "boto3" in modules ? folder : undefined };
}

/**
 * The program that runs a function in Python: it reads the same messages as the one in Node.js, a line of JSON each, and
 * writes the answers to file descriptor 3.
 */
export const PYTHON_PROGRAM = String.raw`
import importlib, json, os, socket, sys, time

setup = json.loads(sys.stdin.readline())
answers = os.fdopen(3, "w")
refused = []

def say(message):
    answers.write(json.dumps(message) + "\n")
    answers.flush()

resolve = socket.getaddrinfo

def led(host, port, *args, **kwargs):
    name = (host.decode() if isinstance(host, bytes) else host or "").lower()
    for route in setup["routes"]:
        own = route["host"]
        if (own == name or own.startswith("*.") and name.endswith(own[1:])) and str(route["port"]) == str(port):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", route["to"]))]
    try:
        socket.inet_aton(name)
        is_address = True
    except OSError:
        is_address = ":" in name or name in ("", "localhost")
    if setup["reachElsewhere"] or is_address:
        return resolve(host, port, *args, **kwargs)
    refused.append(name)
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known: " + name)

socket.getaddrinfo = led
sys.path.insert(0, setup["root"])
if setup.get("sdk"):
    sys.path.append(setup["sdk"])

class Context:
    def __init__(self, context, until):
        self.function_name = context["functionName"]
        self.invoked_function_arn = context["invokedFunctionArn"]
        self.aws_request_id = context["awsRequestId"]
        self.function_version = "$LATEST"
        self.memory_limit_in_mb = "128"
        self.log_group_name = "/aws/lambda/" + context["functionName"]
        self.log_stream_name = "rehearsal"
        self._until = until

    def get_remaining_time_in_millis(self):
        return max(0, int((self._until - time.time()) * 1000))

def failure(error):
    described = {"errorType": type(error).__name__, "errorMessage": str(error)}
    if isinstance(error, ImportError) and error.name:
        described["missing"] = error.name.split(".")[0]
    return described

handler, problem = None, None
try:
    module, _, name = setup["handler"].rpartition(".")
    handler = getattr(importlib.import_module(module.replace("/", ".")), name)
except BaseException as error:
    problem = failure(error)
say({"isLoaded": True})
for line in sys.stdin:
    message = json.loads(line)
    answer = {"id": message["id"]}
    try:
        if problem is not None:
            answer["error"] = problem
        else:
            until = time.time() + message["timeoutMs"] / 1000
            answer["result"] = json.dumps(handler(message["event"], Context(message["context"], until)))
    except BaseException as error:
        answer["error"] = failure(error)
    answer["refused"] = refused
    say(answer)
`;
