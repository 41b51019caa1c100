export { ExecutionRole, type ExecutionRoleArgs } from "./execution-role";
