/** A command line that is not understood. */
export class UsageError extends Error {}

/** How the command is called, in a few lines. */
export const SYNOPSIS = `Usage: sagemaker-private-registry rehearse <file or folder> [options]
       sagemaker-private-registry check --state <file> [options]
       sagemaker-private-registry cost <file or folder> [options]
       sagemaker-private-registry graph <file or folder> [options]
       sagemaker-private-registry doctor <image reference> [options]
       sagemaker-private-registry evidence <folder> [options]`;

export const USAGE = `${SYNOPSIS}

rehearse
  Runs a Pulumi program on this machine, with no cloud and no account, and holds what it would
  make against what SageMaker needs to pull its images from a private Docker registry. Then
  starts that registry here, runs the program's own functions against it, pulls the image as
  SageMaker does, starts it, and sends it an example request.

  --stack <name>          use the configuration in Pulumi.<name>.yaml (default: the only stack's)
  --config <key>=<value>  set a configuration value; may be repeated. It wins over the stack's, the stack's
                          over \`config\` in rehearsal.json beside the program, and that over the
                          project's defaults
  --reference [<stack>=]<program or outputs.json>
                          where the outputs of a stack come from that the program refers to: a
                          program to rehearse first, or what \`pulumi stack output --json\` printed;
                          may be repeated
  --facts <file.json>     what is known of what the program does not make, as AWS prints it:
                          \`aws ec2 describe-subnets\`, -vpcs, -route-tables, -security-groups,
                          -network-acls, -vpc-endpoints, …; may be repeated
  --severity <requirement>=<error|warning|off>
                          what a requirement counts as where it is not met; may be repeated (default:
                          error; warning for what is only advised)
  --allow-unknown [ids]   accept that these requirements are unknown, with commas, or all
  --skip <pull|serve>     leave a step out; may be repeated, or list both with a comma
  --registry <stand-in|real>
                          pull from a registry that is started here (default), or from your own,
                          with Docker's credentials unless --username and --password-stdin give
                          others
  --payload <file>        the example request (default: the one in the program's rehearsal.json)
  --ping-timeout <seconds>
                          how long the image may take to answer /ping (default: the plan's, or 240)
  --serve-as-process      where neither Docker nor Podman works, run the image's program as a process of
                          your user, which can read your files; without it, the image is not started
                          unless rehearsal.json makes it
  --verbose               print every resource and requirement
  --html <file>           write what was found as a page that needs no network: the architecture,
                          requirements, each request of the pull, the answer, the monthly cost

check
  Checks a deployed stack, or a program in any language, against the same requirements: it reads
  what \`pulumi stack export\` prints. Takes --facts, --severity, --allow-unknown and --verbose as
  rehearse does.

  --state <file or ->     the state, or - for standard input; may be repeated for stacks that belong
                          together. \`pulumi stack export --show-secrets\` also tells what is encrypted

cost
  Estimates what a program would cost a month while it runs idle, from list prices. Takes --stack,
  --config and --reference as rehearse does.

  --prices <file.json>    your own prices in place of list prices: {"prices": {"nat.hour": 0.048}}
  --usage <file.json>     how much is used in a month: {"demo-bucket": {"s3.storage": 50}}

graph
  Draws what a program would make, and who may talk to whom. Takes --stack, --config, --reference
  and --facts as rehearse does.

  --format <mermaid|svg|json>
                          Mermaid text for a README (default), one SVG picture, or the parts and
                          the ways between them for machines

doctor
  Pulls the beginning of an image from this machine as SageMaker would, and says what is in the
  way. The credentials are Docker's (config.json and its helpers) unless others are given.

  --username <name>       the user; its password is read from standard input
  --password-stdin        read the password from standard input
  --platform <platform>   what the instance runs (default: linux/amd64; Graviton: linux/arm64)
  --severity <check>=<error|warning|off>
                          what a problem of a check counts as; may be repeated
  --vpc-cidr <block>      warn of a registry outside of these addresses; may be repeated

evidence
  Deploys a registry and endpoints into your AWS account, to find out what AWS does and does not
  document; prints what it answers, and takes everything away. Needs the Pulumi CLI. It asks
  before it makes anything. The folder holds the run's Pulumi project, and what it finds. See
  docs/evidence.md.

  --config <key>=<value>  domainName, validationZoneId, aws:region; instanceType, vpcId and
                          subnetIds; may be repeated, and is remembered
  --questions <list>      what is asked, with commas: tls, requests, credentials, plain, index,
                          redirects, async, multi-model, isolation, pipeline (default: all)
  --base <image>          the image with Node.js that the endpoints' own is put on
  --stack <name>          the Pulumi stack (default: evidence)
  --yes                   do not ask before anything is made
  --keep                  leave what was made, which costs until --destroy-only
  --collect-only          only read what stands
  --destroy-only          only take away what stands

All
  --json                  print only the report, as JSON
  -h, --help              print this, as \`help\` does
  -v, --version           print the version

Exit status: 0 all is well, warnings apart; 1 a requirement or a check fails, or the program does;
2 none fails, but a requirement is unknown and not allowed to be, or none applies; 64 the command
is not understood.
`;
