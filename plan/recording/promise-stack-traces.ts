type PrepareStackTrace = (error: Error, frames: NodeJS.CallSite[]) => unknown;

/** The function of the SDK that keeps a stack of each promise, to name those that leak. */
const KEEPS_STACKS = "debuggablePromise";

/**
 * Leaves out the stacks that the SDK keeps of its promises: where TypeScript is translated as it runs, they are mapped
 * back to the sources, thousands of them, and take several times as long as all the rest of recording a program. The
 * stacks of every other error stay as they are, also where the program itself sets how they are written.
 * @returns puts everything back
 */
export function leaveOutPromiseStacks(): () => void {
  // Who looks for leaks wants them.
  if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) return () => undefined;
  let prepare = Error.prepareStackTrace as PrepareStackTrace | undefined;
  const withoutPromises: PrepareStackTrace = (error, frames) =>
    frames[0]?.getFunctionName() === KEEPS_STACKS ? "" : (prepare ?? asNodeDoes)(error, frames);
  const define = (attributes: PropertyDescriptor): void => {
    Object.defineProperty(Error, "prepareStackTrace", {
      configurable: true,
      enumerable: true,
      ...attributes,
    });
  };
  define({ get: () => withoutPromises, set: (value: PrepareStackTrace | undefined) => (prepare = value) });
  return () => {
    define({ value: prepare, writable: true });
  };
}

const asNodeDoes: PrepareStackTrace = (error, frames) =>
  [String(error), ...frames.map((frame) => `    at ${String(frame)}`)].join("\n");
