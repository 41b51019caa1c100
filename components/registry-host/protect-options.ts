import { OnDelete } from "./args";

/**
 * Options of what the registry cannot do without, and what ordinary updates change in place. Pulumi deletes nothing that others
 * still depend on, and ends a deletion at the first resource that it refuses to delete: what is in none of these two classes
 * has a dependent that is protected.
 */
export const protectOptions = ({ onDelete }: { readonly onDelete: OnDelete }): { readonly protect?: true } =>
  onDelete === OnDelete.Protect ? { protect: true } : {};

/**
 * Options of what ordinary updates replace or remove: revisions of task definitions, versions of secrets, passwords, who may
 * pull and push. Pulumi refuses to replace what is protected, also by a component's own `protect`.
 */
export const PASSING = { protect: false } as const;
