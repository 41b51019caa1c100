/** Whether something holds, as far as a plan tells. */
export type Truth = "yes" | "unknown" | "no";

/** Whether all hold; those of an empty list do. */
export function all(answers: Iterable<Truth>): Truth {
  let answer: Truth = "yes";
  for (const each of answers) {
    if (each === "no") return "no";
    if (each === "unknown") answer = "unknown";
  }
  return answer;
}

/** Whether one holds; of an empty list none does. */
export function any(answers: Iterable<Truth>): Truth {
  let answer: Truth = "no";
  for (const each of answers) {
    if (each === "yes") return "yes";
    if (each === "unknown") answer = "unknown";
  }
  return answer;
}

/** The opposite: what is unknown stays so. */
export function not(answer: Truth): Truth {
  return answer === "unknown" ? "unknown" : answer === "yes" ? "no" : "yes";
}

/** An answer of what is known for sure. */
export function truthOf(holds: boolean): Truth {
  return holds ? "yes" : "no";
}

/** Whether all of several pieces hold: `unknown` where some do and others do not. */
export function allOrNone(answers: readonly Truth[]): Truth {
  if (answers.every((each) => each === "yes")) return "yes";
  return answers.every((each) => each === "no") ? "no" : "unknown";
}
