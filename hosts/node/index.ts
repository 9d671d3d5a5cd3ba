/** Holdfast for Node.js. */
export {
  type Answer,
  HelperUnreachableError,
  InvalidCommandError,
  OutcomeUnknownError,
  PrManagerHelper,
  type PrManagerHelperOptions,
} from "./pr-manager-helper.ts";
export { compileCore, loadCore } from "./core.ts";
