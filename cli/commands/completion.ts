import type { Command } from "commander";

/** The shells for which there is a completion script. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A script that completes the commands, options and closed sets of values of a command line. */
export function completionScript(program: Command, shell: (typeof SHELLS)[number]): string {
  if (shell === "fish") return fishScript(program);
  const script = bashScript(program);
  return shell === "zsh" ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script;
}

function bashScript(program: Command): string {
  const name = program.name();
  const complete = (words: readonly string[]): string =>
    `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$current")); return`;
  const values = program.commands.flatMap((command) =>
    optionsOf(command).flatMap(({ flag, choices }) =>
      choices.length > 0 ? [`    "${command.name()} ${flag}") ${complete(choices)} ;;`] : [],
    ),
  );
  const options = program.commands.map((command) => {
    const flags = optionsOf(command).map(({ flag }) => flag);
    return `    "${command.name()} -"*) ${complete([...flags, "--help"])} ;;`;
  });
  const operands = program.commands.flatMap((command) =>
    choicesOf(command).length > 0 ? [`    "${command.name()} "*) ${complete(choicesOf(command))} ;;`] : [],
  );
  return `_sagemaker_private_registry() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command="\${COMP_WORDS[1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    ${complete([...program.commands.map((command) => command.name()), "help", "--help", "--version"])}
  fi
  case "$command $previous" in
${values.join("\n")}
  esac
  case "$command $current" in
${[...options, ...operands].join("\n")}
  esac
  COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _sagemaker_private_registry ${name}
`;
}

function fishScript(program: Command): string {
  const complete = (condition: string, rest: string): string =>
    `complete -c ${program.name()} -n '${condition}' ${rest}`;
  const lines = program.commands.flatMap((command) => {
    const used = `__fish_seen_subcommand_from ${command.name()}`;
    return [
      complete("__fish_use_subcommand", `-f -a ${command.name()} -d ${quoted(command.summary())}`),
      ...optionsOf(command).map(({ flag, description, choices }) => {
        const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : "";
        return complete(used, `-l ${flag.slice(2)}${values} -d ${quoted(description)}`);
      }),
      ...(choicesOf(command).length > 0
        ? [complete(used, `-f -a ${quoted(choicesOf(command).join(" "))}`)]
        : []),
    ];
  });
  return `${lines.join("\n")}\n`;
}

function optionsOf({ options }: Command) {
  return options.map(({ long, description, argChoices }) => ({
    flag: long ?? "",
    description,
    choices: argChoices ?? [],
  }));
}

/** The values that the command's argument can have, where it is a closed set. */
function choicesOf({ registeredArguments: [argument] }: Command): readonly string[] {
  return argument?.argChoices ?? [];
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
