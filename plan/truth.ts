/** Whether something holds, as far as a plan tells. */
export type Answer = "yes" | "perhaps" | "no";

/** Whether all hold; those of an empty list do. */
export function all(answers: Iterable<Answer>): Answer {
  let answer: Answer = "yes";
  for (const each of answers) {
    if (each === "no") return "no";
    if (each === "perhaps") answer = "perhaps";
  }
  return answer;
}

/** Whether one holds; of an empty list none does. */
export function any(answers: Iterable<Answer>): Answer {
  let answer: Answer = "no";
  for (const each of answers) {
    if (each === "yes") return "yes";
    if (each === "perhaps") answer = "perhaps";
  }
  return answer;
}

/** The opposite: what is not known stays so. */
export function not(answer: Answer): Answer {
  return answer === "perhaps" ? "perhaps" : answer === "yes" ? "no" : "yes";
}

/** An answer of what is known for sure. */
export function known(holds: boolean): Answer {
  return holds ? "yes" : "no";
}

/** Whether all of several pieces hold: `perhaps` where some do and others do not. */
export function together(answers: readonly Answer[]): Answer {
  if (answers.every((each) => each === "yes")) return "yes";
  return answers.every((each) => each === "no") ? "no" : "perhaps";
}
