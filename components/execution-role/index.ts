export { ExecutionRole, type ExecutionRoleArgs, type ExecutionRoleSettings } from "./execution-role";
